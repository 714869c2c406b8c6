package calendar

import (
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Weekdays gives the days in the order in which people read a week, from Monday.
func Weekdays() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

// FormatHours writes the spans of a day as 08:00-12:30, 13:15-18:00; nothing for a day that is closed.
func FormatHours(spans []bizcal.Span) string {
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = s.String()
	}
	return strings.Join(words, ", ")
}

// ParseHours reads what FormatHours writes. Nothing, "closed" and "-" are a day that is closed. The spans come in
// order; whether they overlap is for bizcal.Spec.Problems to say. The error is a *fault.Error for the field hours.
func ParseHours(text string) ([]bizcal.Span, error) {
	var spans []bizcal.Span
	for _, part := range HourParts(text) {
		s, err := bizcal.ParseSpan(part)
		if err != nil {
			return nil, err
		}
		spans = append(spans, s)
	}
	return inOrder(spans), nil
}

// HourParts gives the spans of a day as they were typed, one by one, for hours over midnight, which ParseHours refuses
// and bizcal.Week.Put takes.
func HourParts(text string) (parts []string) {
	if slices.Contains([]string{"", "-", "–", "closed"}, strings.ToLower(strings.TrimSpace(text))) {
		return nil
	}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
