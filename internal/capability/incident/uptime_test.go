package incident

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestDays counts what was down, by its weight and within the component's time.
func TestDays(t *testing.T) {
	noon := time.Date(2026, 11, 11, 12, 0, 0, 0, time.UTC)
	c := Component{ID: 1, StartAt: noon.AddDate(0, 0, -2)}
	windows := []Window{{Component: 1, Health: MajorOut, From: noon.Add(-13 * time.Hour), Until: noon.Add(-11 * time.Hour)}, // an hour on each side of midnight
		{Component: 1, Health: PartialOut, From: noon.Add(-time.Hour)}, {Component: 1, Health: Maintained, From: noon.AddDate(0, 0, -2),
			Until: noon.AddDate(0, 0, -2).Add(time.Hour)},
		{Component: 2, Health: MajorOut, From: noon.AddDate(0, 0, -9)}}
	days := DaysOf(c, windows, Weights{Partial: 30}, noon, 4)
	want := []struct {
		known bool
		worst Health
		down  time.Duration
	}{{false, Operational, 0}, {true, Maintained, 0}, {true, MajorOut, time.Hour}, {true, MajorOut, time.Hour + 18*time.Minute}}
	for i, w := range want {
		if d := days[i]; d.Known != w.known || d.Worst != w.worst || d.Down != w.down {
			t.Errorf("day %d is %+v, want %+v", i, d, w)
		}
	}
	if got, want := Uptime(c, days, noon), 1-(2.3/48); got < want-1e-9 || got > want+1e-9 {
		t.Errorf("uptime %f, want %f", got, want)
	}
}

// TestUptime stays between none and whole, and one window more never makes it better.
func TestUptime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 11, 12, 0, 0, 0, time.UTC)
		c := Component{ID: 1, StartAt: now.Add(-time.Duration(rapid.IntRange(0, 5000).Draw(t, "age")) * time.Hour)}
		w := Weights{Partial: rapid.IntRange(0, 100).Draw(t, "partial"), Slow: rapid.IntRange(0, 100).Draw(t, "slow")}
		var windows []Window
		last, at := 1.0, c.StartAt
		for range rapid.IntRange(0, 8).Draw(t, "windows") { // one behind the other, as they are kept
			from := at.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "gap")) * time.Minute)
			at = from.Add(time.Duration(rapid.IntRange(1, 90000).Draw(t, "length")) * time.Minute)
			windows = append(windows, Window{Component: 1, Health: rapid.SampledFrom(Healths()).Draw(t, "health"), From: from, Until: earlier(at, now)})
			days := DaysOf(c, windows, w, now, 90)
			if u := Uptime(c, days, now); u < 0 || u > last+1e-9 {
				t.Fatalf("uptime %f after %f", u, last)
			} else {
				last = u
			}
		}
	})
}
