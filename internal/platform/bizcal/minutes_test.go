package bizcal_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// turns are changes of the clocks in some of the zones: an hour, half of one, a day, at midnight, for Ramadan.
var turns = []int64{
	1325239200, // Pacific/Apia, 2011-12-30
	1525446000, // Asia/Pyongyang, 2018-05-05
	1774746000, // Europe, 2026-03-29
	1792890000, // Europe, 2026-10-25
	1772964000, // America/Los_Angeles, 2026-03-08
	1793523600, // America/Los_Angeles, 2026-11-01
	1775314800, // Australia/Lord_Howe, 2026-04-05
	1776981600, // Africa/Cairo, 2026-04-24
	1771120800, // Africa/Casablanca, 2026-02-15
	1772946000, // America/Havana, 2026-03-08
}

// TestTurns holds the list above to be what it says.
func TestTurns(t *testing.T) {
	for _, at := range turns {
		change := time.Unix(at, 0)
		if !slices.ContainsFunc(zones, func(name string) bool {
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			_, before := change.Add(-time.Second).In(zone).Zone()
			_, after := change.In(zone).Zone()
			return before != after
		}) {
			t.Errorf("no clock changes at %v", change.UTC())
		}
	}
}

// TestMinutes compares random calendars, in random weeks, with the oracle that asks every minute.
func TestMinutes(t *testing.T) { rapid.Check(t, agreesByMinute) }

// FuzzMinutes lets the fuzzer look for a minute of which they disagree.
func FuzzMinutes(f *testing.F) { f.Fuzz(rapid.MakeFuzz(agreesByMinute)) }

func agreesByMinute(t *rapid.T) {
	a := instantBetween(t, "a", earliest, latest).Truncate(time.Minute)
	if rapid.Bool().Draw(t, "near a change") {
		a = time.Unix(rapid.SampledFrom(turns).Draw(t, "change"), 0).UTC()
	}
	specs, c := calendarsNear(t, a)
	agree(t, c, newOracle(specs...), a.Add(-36*time.Hour), 3*24*60)
}

// agree walks so many minutes from from on and compares all that can be asked at each. It reports the first difference
// only: others follow from it.
func agree(t rapid.TB, c *bizcal.Calendar, o oracle, from time.Time, minutes int) {
	used, last := time.Duration(0), from
	was := o.open(from)
	for i := range minutes {
		m := from.Add(time.Duration(i) * time.Minute)
		open := o.open(m)
		if c.Open(m) != open || c.Open(m.Add(time.Minute-1)) != open {
			t.Fatalf("%v is open: %v, want %v", m, c.Open(m), open)
		}
		if got := c.Between(from, m); got != used {
			t.Fatalf("between %v and %v is %v, want %v", from, m, got, used)
		}
		if open != was {
			edge(t, c, last, m, open)
			was, last = open, m
		}
		if !open {
			continue
		}
		used += time.Minute
		if due, ok := c.Add(from, used); !ok || !due.Equal(m.Add(time.Minute)) {
			t.Fatalf("add %v to %v is %v, want %v", used, from, due, m.Add(time.Minute))
		}
	}
}

// edge: from last on, the calendar's next change is at m.
func edge(t rapid.TB, c *bizcal.Calendar, last, m time.Time, opens bool) {
	next := c.NextClose
	if opens {
		next = c.NextOpen
	}
	if got, ok := next(last); !ok || !got.Equal(m) {
		t.Fatalf("after %v the next change is at %v, want %v", last, got, m)
	}
}
