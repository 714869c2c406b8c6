package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// hours are the open hours of a week: lists of spans by the day.
type hours bizcal.Week

const spanForm = "hours such as [08:00-12:30, 13:15-24:00]; hours over midnight such as 22:00-06:00 begin on this day"

func weekdayKeys() []string {
	keys := make([]string, 7)
	for i, day := range calendar.Weekdays() {
		keys[i] = strings.ToLower(day.String())
	}
	return keys
}

func (h *hours) read(d *decoder, n *yaml.Node, field string) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		d.bad(n, field, "found %s", shown(n))("the days that are open, such as monday: [09:00-17:00]")
		return
	}
	var week bizcal.Week
	for key, value := range d.pairs(n, field) {
		at := join(field, key.Value)
		d.lines[at] = key.Line
		i := slices.Index(weekdayKeys(), key.Value)
		if i < 0 {
			d.unknownKey(key, at, weekdayKeys())
			continue
		}
		d.spans(value, at, func(text string) error { return week.Put(calendar.Weekdays()[i], text) })
	}
	for day := range week {
		slices.SortFunc(week[day], func(a, b bizcal.Span) int { return a.From - b.From })
	}
	*h = hours(week)
}

// spans reads the hours of a day, one by one.
func (d *decoder) spans(n *yaml.Node, field string, put func(text string) error) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		d.bad(n, field, "found %s", shown(n))(spanForm)
		return
	}
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", field, i)
		if item.Kind != yaml.ScalarNode {
			d.bad(item, at, "found %s", shown(item))(spanForm)
			continue
		}
		if err := put(item.Value); err != nil {
			sentence, _ := fault.Public(err)
			d.bad(item, at, "found %s. %s", shown(item), strings.TrimSuffix(sentence, "."))(spanForm)
		}
	}
}

func (h *hours) node() *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, day := range calendar.Weekdays() {
		if spans := h[day]; len(spans) > 0 {
			out.Content = append(out.Content, textNode(strings.ToLower(day.String())), spanList(spans))
		}
	}
	return out
}

func spanList(spans []bizcal.Span) *yaml.Node {
	items := make([]*yaml.Node, len(spans))
	for i, s := range spans {
		items[i] = textNode(s.String())
	}
	return listNode(items)
}

func (*hours) schema() map[string]any {
	days := map[string]any{}
	for _, key := range weekdayKeys() {
		days[key] = spansSchema()
	}
	return map[string]any{"type": "object", "properties": days, "additionalProperties": false}
}

func spansSchema() map[string]any {
	return map[string]any{"type": "array", "items": map[string]any{"type": "string", "pattern": `^\d\d:?\d\d-\d\d:?\d\d$`}}
}

// dayHours are the open hours of one date; none closes it.
type dayHours []bizcal.Span

func (h *dayHours) read(d *decoder, n *yaml.Node, field string) {
	var week bizcal.Week
	d.spans(n, field, func(text string) error {
		span, err := bizcal.ParseSpan(text)
		week[time.Monday] = append(week[time.Monday], span)
		return err
	})
	*h = week[time.Monday]
}

func (h *dayHours) node() *yaml.Node { return spanList(*h) }

func (*dayHours) schema() map[string]any { return spansSchema() }

// date is a day, such as 2026-12-24.
type date bizcal.Date

func (t *date) read(d *decoder, n *yaml.Node, field string) {
	day, err := bizcal.ParseDate(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		d.bad(n, field, "found %s", shown(n))("a day, such as 2026-12-24")
		return
	}
	*t = date(day)
}

// node is plain: the tag is that which a reader of YAML gives it anyway.
func (t *date) node() *yaml.Node { return scalarNode("!!timestamp", bizcal.Date(*t).String()) }

func (*date) schema() map[string]any { return map[string]any{"type": "string", "format": "date"} }
