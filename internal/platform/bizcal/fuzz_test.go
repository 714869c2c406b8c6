package bizcal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// FuzzParse: every parser either refuses with its field, or reads what it then writes the same again.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"09:00-17:00", "2200-0600", "2026-12-24", "monday: [0700-1200, 1500-2400]\nsat-sun: []",
		"tue,thu 15:00; fri 9:00 and 10:00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		span, err := bizcal.ParseSpan(text)
		again(t, text, span, err, func(s bizcal.Span) (bizcal.Span, error) { return bizcal.ParseSpan(s.String()) })
		date, err := bizcal.ParseDate(text)
		again(t, text, date, err, func(d bizcal.Date) (bizcal.Date, error) { return bizcal.ParseDate(d.String()) })
		week, err := bizcal.ParseWeek(text)
		again(t, text, week, err, func(w bizcal.Week) (bizcal.Week, error) { return bizcal.ParseWeek(w.String()) })
		cadence, err := bizcal.ParseCadence(text, "UTC")
		again(t, text, cadence, err, func(c bizcal.Cadence) (bizcal.Cadence, error) { return bizcal.ParseCadence(c.String(), "UTC") })
	})
}

func again[T any](t *testing.T, text string, v T, err error, read func(T) (T, error)) {
	t.Helper()
	if err != nil {
		if sentence, field := fault.Public(err); field == "" || sentence == "" || !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is refused with %v", text, err)
		}
		return
	}
	if w, err := read(v); err != nil || cmp.Diff(v, w) != "" {
		t.Errorf("%q is %v, and that is %v, %v", text, v, w, err)
	}
}
