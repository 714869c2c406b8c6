package calendarui

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// targets are the lengths that promises are made of: those of tickets.md.
var targets = []time.Duration{30 * time.Minute, 4 * time.Hour, 8 * time.Hour, 24 * time.Hour}

// starts are moments at which people wonder when a ticket is due: now, shortly before the longest break of the next
// days, and in the middle of it.
func starts(c *bizcal.Calendar, now time.Time) []time.Time {
	all := []time.Time{now.Truncate(time.Minute)}
	var from, to, closed time.Time
	for a, b := range c.Intervals(now, now.AddDate(0, 0, 9)) {
		if !closed.IsZero() && a.Sub(closed) > to.Sub(from) {
			from, to = closed, a
		}
		closed = b
	}
	if from.IsZero() {
		return all
	}
	return append(all, from.Add(-10*time.Minute), from.Add(to.Sub(from)/2).Truncate(time.Hour))
}

// samples says when promises made at several moments would be due.
func samples(ctx context.Context, c *bizcal.Calendar, now time.Time) g.Node {
	zone := i18n.WithZone(ctx, c.Zone())
	columns := []page.Column{{Label: i18n.T(ctx, "calendar.received")}}
	for _, d := range targets {
		columns = append(columns, page.Column{Label: businessTime(ctx, d)})
	}
	var rows [][]g.Node
	for i, start := range starts(c, now) {
		cells := []g.Node{g.Group{g.Text(i18n.T(ctx, "calendar.start."+strconv.Itoa(i)) + ", "), h.Span(h.Class("nowrap"), g.Text(weekdayClock(zone, start)))}}
		for _, d := range targets {
			due, ok := c.Add(start, d)
			text := g.Node(g.Text(i18n.T(ctx, "calendar.never")))
			if ok {
				text = page.Time(zone, due, start)
			}
			cells = append(cells, h.Span(h.Class("nowrap"), text))
		}
		rows = append(rows, cells)
	}
	title := i18n.T(ctx, "calendar.samples")
	return page.Table(title, columns, rows...)
}

// businessTime writes a length in hours and minutes: a day of business time would be anybody's guess.
func businessTime(ctx context.Context, d time.Duration) string {
	hours, minutes := i18n.T(ctx, "time.hours", "N", int(d/time.Hour)), i18n.T(ctx, "time.minutes", "N", int(d%time.Hour/time.Minute))
	switch {
	case d < time.Hour:
		return minutes
	case d%time.Hour == 0:
		return hours
	}
	return hours + " " + minutes
}

// weekdayClock is "Fri 17:50", whatever day it is.
func weekdayClock(ctx context.Context, t time.Time) string {
	t = t.In(i18n.Zone(ctx))
	return i18n.T(ctx, "time.weekday."+strconv.Itoa(int(t.Weekday()))) + " " + t.Format("15:04")
}

// trial is the form that asks when so much will have passed from some moment, as its answer's address says it.
func trial(ctx context.Context, c *bizcal.Calendar, q url.Values, now time.Time) g.Node {
	f := &web.Form{Values: q}
	if q.Get("from") == "" {
		f = web.NewForm("from", now.In(c.Zone()).Format(inputTime), "length", businessTime(ctx, 4*time.Hour))
	}
	answer := answerOf(ctx, c, f)
	from, length := page.Ask(f, "from", i18n.T(ctx, "calendar.from", "Zone", c.Zone().String())), page.Ask(f, "length", i18n.T(ctx, "calendar.length"))
	from.Type, length.Placeholder, length.Autocomplete = "datetime-local", "1 h 30 min", "off"
	return h.Form(h.Class("form"), h.Method("get"), h.Action("#try"), h.ID("try"),
		h.Div(h.Class("columns"), page.Input(ctx, from), page.Input(ctx, length), h.Div(page.Button(page.Secondary, i18n.T(ctx, "calendar.try")))),
		g.If(answer != "", h.P(g.Attr("role", "status"), h.Strong(g.Text(answer)))))
}

const inputTime = "2006-01-02T15:04" // WHATWG HTML, valid local date and time string

// answerOf says when it is due, or notes at the form what keeps it from knowing.
func answerOf(ctx context.Context, c *bizcal.Calendar, f *web.Form) string {
	from, err := time.ParseInLocation(inputTime, f.Get("from"), c.Zone())
	if err != nil {
		f.Reject("from", i18n.T(ctx, "calendar.notime", "Text", f.Get("from")))
		return ""
	}
	length, err := parseLength(f.Get("length"))
	if err != nil {
		f.Reject("length", i18n.T(ctx, "calendar.nolength", "Text", f.Get("length")))
		return ""
	}
	zone := i18n.WithZone(ctx, c.Zone())
	due, ok := c.Add(from, length)
	if !ok {
		return i18n.T(ctx, "calendar.neverdue")
	}
	return i18n.T(ctx, "calendar.answer", "Length", businessTime(ctx, length), "From", i18n.FormatTime(zone, from), "Due", i18n.FormatTime(zone, due),
		"Zone", c.Zone().String())
}

// Hours and minutes, as FormatDuration writes them in English and German.
var (
	hoursText   = regexp.MustCompile(`^(\d{1,4})(?:\s*(?:h|std)(?:\s*(\d{1,2})\s*(?:min|m)?)?)?$`)
	minutesText = regexp.MustCompile(`^(\d{1,5})\s*(?:min|m)$`)
)

// parseLength reads 4 h, 30 min and 1 h 30. A number alone is hours.
func parseLength(text string) (time.Duration, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if m := minutesText.FindStringSubmatch(text); m != nil {
		minutes, err := strconv.Atoi(m[1])
		return time.Duration(minutes) * time.Minute, err
	}
	m := hoursText.FindStringSubmatch(text)
	if m == nil {
		return 0, fault.Field("length", "“%s” is no length of time. Write it like 4 h or 1 h 30 min.", text)
	}
	hours, _ := strconv.Atoi(m[1])
	minutes, _ := strconv.Atoi(m[2]) // none is empty
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute, nil
}
