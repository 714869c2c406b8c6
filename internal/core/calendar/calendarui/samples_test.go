package calendarui

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func TestParseLength(t *testing.T) {
	for text, want := range map[string]time.Duration{"4 h": 4 * time.Hour, "30 min": 30 * time.Minute, "90m": 90 * time.Minute, "1 h 30 min": 90 * time.Minute,
		"1h30": 90 * time.Minute, " 2 Std ": 2 * time.Hour, "8": 8 * time.Hour, "0 min": 0} {
		if got, err := parseLength(text); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "soon", "h", "-4 h", "4 d", "1 h 30 s", "99999 h", "1.5 h"} {
		if got, err := parseLength(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func FuzzParseLength(f *testing.F) {
	f.Add("1 h 30 min")
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := parseLength(text); err == nil && (d < 0 || d > 10_000*time.Hour) {
			t.Errorf("%q is %v", text, d)
		}
	})
}

// The samples begin where people are unsure: before and within the longest break ahead.
func TestStarts(t *testing.T) {
	c, err := bizcal.New(bizcal.Spec{Zone: "UTC",
		Weekly: bizcal.Week{time.Thursday: {{From: 480, To: 1080}}, time.Friday: {{From: 480, To: 1080}}, time.Monday: {{From: 480, To: 1080}}}})
	if err != nil {
		t.Fatal(err)
	}
	thursday := time.Date(2026, 11, 19, 9, 0, 30, 0, time.UTC)
	got := starts(c, thursday)
	want := []time.Time{thursday.Truncate(time.Minute), thursday.Truncate(time.Hour).Add(24*time.Hour + 8*time.Hour + 50*time.Minute)}
	if len(got) != 3 || !got[0].Equal(want[0]) || !got[1].Equal(want[1]) || got[2].Before(got[1]) || c.Open(got[2]) {
		t.Errorf("starts at %v, want %v and a moment in the break after", got, want)
	}
	if got := starts(bizcal.Always(), thursday); len(got) != 1 {
		t.Errorf("a calendar without a break starts at %v", got)
	}
}
