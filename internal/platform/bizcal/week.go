package bizcal

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Week holds the spans of each weekday, by time.Weekday. As JSON it is an object by weekday, as text one line a day:
// monday: [07:00-12:00, 15:00-24:00].
type Week [7][]Span

// weekdays in the order in which a week is written, which Go's own constants are not in.
var weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// Put adds a span to a day. It may run over midnight, such as 22:00-06:00: then it is split, and its second part
// goes to the next day. The error is a *fault.Error for the field of that day.
func (w *Week) Put(day time.Weekday, text string) error {
	today, next, err := ParseOvernight(text)
	if err != nil {
		return named(fieldOf(day), "", err)
	}
	w[day] = append(w[day], today)
	if next != (Span{}) {
		after := (day + 1) % 7
		w[after] = slices.Insert(w[after], 0, next)
	}
	return nil
}

// ParseWeek reads lines such as monday: [0700-1200, 1500-2400], mon-fri: 09:00-17:00 or sunday: []. A day that has no
// line is closed. Empty lines and those that begin with # say nothing. The error is a *fault.Error for the day, or for
// the field weekly.
func ParseWeek(text string) (Week, error) {
	var w Week
	var seen [7]bool
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		names, value, ok := strings.Cut(line, ":")
		if !ok || looksLikeHours(names) {
			return Week{}, fault.Field("weekly", "Line %d, “%s”, names no day. Write it like monday: [0700-1200, 1500-2400].", i+1, line)
		}
		days, err := parseDays(names)
		if err != nil {
			return Week{}, named("weekly", "", err)
		}
		spans, err := parseSpans(value)
		if err != nil {
			return Week{}, named(fieldOf(days[0]), "", err)
		}
		for _, d := range days {
			if seen[d] {
				return Week{}, fault.Field(fieldOf(d), "The day has two lines. Write its hours in one, such as %s: [0700-1200, 1500-2400].", fieldOf(d))
			}
			seen[d] = true
			w[d] = slices.Clone(spans)
		}
	}
	return w, nil
}

// looksLikeHours tells 09:00-17:00, whose colon is no separator, from a day.
func looksLikeHours(name string) bool { return name != "" && strings.Trim(name, "0123456789[ ") == "" }

func parseSpans(text string) (spans []Span, err error) {
	text = strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(text, "["); ok {
		if text, ok = strings.CutSuffix(inner, "]"); !ok {
			return nil, fault.Field("hours", "“[%s” has no ] at its end.", inner)
		}
	}
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		s, err := ParseSpan(strings.Trim(strings.TrimSpace(part), `"'`))
		if err != nil {
			return nil, err
		}
		spans = append(spans, s)
	}
	if bad := checkSpans(spans); len(bad) > 0 {
		return nil, bad[0]
	}
	return spans, nil
}

// parseDays reads mon, Tuesday, mon-fri and lists of these; what it gives is sorted as a week is written.
func parseDays(text string) ([]time.Weekday, error) {
	var has [7]bool
	for part := range strings.SplitSeq(strings.ReplaceAll(text, " and ", ","), ",") {
		first, last, isRange := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		if !isRange {
			last = first
		}
		from, ok1 := parseDay(first)
		to, ok2 := parseDay(last)
		if !ok1 || !ok2 {
			return nil, fault.Field("day", "“%s” is no weekday. Write monday to sunday, mon to sun, or mon-fri.", strings.TrimSpace(part))
		}
		for d := from; ; d = (d + 1) % 7 {
			has[d] = true
			if d == to {
				break
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(weekdays), func(d time.Weekday) bool { return !has[d] }), nil
}

func parseDay(text string) (time.Weekday, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, d := range weekdays {
		if name := fieldOf(d); text == name || text == name[:3] {
			return d, true
		}
	}
	return 0, false
}

// String writes the days that have hours, one a line, from monday to sunday. ParseWeek reads it.
func (w Week) String() string {
	var b strings.Builder
	for _, d := range weekdays {
		if len(w[d]) == 0 {
			continue
		}
		b.WriteString(fieldOf(d) + ": [")
		for i, s := range w[d] {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(s.String())
		}
		b.WriteString("]\n")
	}
	return b.String()
}

// MarshalJSON writes an object of the days that have hours.
func (w Week) MarshalJSON() ([]byte, error) {
	days := map[string][]Span{}
	for _, d := range weekdays {
		if len(w[d]) > 0 {
			days[fieldOf(d)] = w[d]
		}
	}
	return json.Marshal(days)
}

// UnmarshalJSON reads what MarshalJSON writes. A day may have any name that ParseWeek takes.
func (w *Week) UnmarshalJSON(text []byte) error {
	var days map[string][]Span
	if err := json.Unmarshal(text, &days); err != nil {
		return err
	}
	*w = Week{}
	for name, spans := range days {
		d, ok := parseDay(name)
		if !ok {
			return fault.Field("weekly", "“%s” is no weekday. Write monday to sunday.", name)
		}
		if w[d] != nil {
			return fault.Field("weekly", "%s stands there twice.", d)
		}
		w[d] = spans
	}
	return nil
}
