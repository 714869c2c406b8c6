package slot_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
)

var epoch = time.Date(2026, 3, 27, 0, 0, 0, 0, time.UTC) // three days around the change of the clocks in Europe

func spans(t *rapid.T, label string, most int) (all []slot.Span) {
	for range rapid.IntRange(0, most).Draw(t, label) {
		from := epoch.Add(time.Duration(rapid.IntRange(0, 4*1440).Draw(t, label+" from")) * time.Minute)
		all = append(all, slot.Span{From: from, Until: from.Add(time.Duration(rapid.IntRange(1, 600).Draw(t, label+" length")) * time.Minute)})
	}
	return all
}

func draw(t *rapid.T) ([]slot.Host, slot.Rule) {
	var hosts []slot.Host
	for id := range rapid.IntRange(0, 4).Draw(t, "hosts") {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Europe/Berlin", "Asia/Kathmandu", "America/New_York", "UTC"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		hosts = append(hosts, slot.Host{ID: int64(id + 1), Zone: zone, Work: spans(t, "work", 4), Busy: spans(t, "busy", 6), Held: spans(t, "held", 4)})
	}
	minutes := func(label string, of ...int) time.Duration {
		return time.Duration(rapid.SampledFrom(of).Draw(t, label)) * time.Minute
	}
	earliest := epoch.Add(minutes("earliest", 0, 7, 600, 1500))
	return hosts, slot.Rule{Length: minutes("length", 15, 30, 60), Step: minutes("step", 5, 15, 30, 60),
		Buffer: minutes("buffer", 0, 10, 30), Earliest: earliest,
		Latest: earliest.Add(minutes("latest", 0, 1000, 5000)), PerDay: rapid.IntRange(0, 3).Draw(t, "per day")}
}

// TestAny holds every slot against what it promises, and looks for every slot that is missing.
func TestAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hosts, r := draw(t)
		given := map[int64][]int64{}
		var last time.Time
		for _, s := range slot.Any(hosts, r) {
			if !s.At.After(last) && !last.IsZero() || len(s.Hosts) == 0 || s.At.Location() != time.UTC {
				t.Fatalf("%+v behind %v", s, last)
			}
			last = s.At
			given[s.At.Unix()] = s.Hosts
		}
		for at := epoch; at.Before(epoch.Add(8 * 24 * time.Hour)); at = at.Add(5 * time.Minute) {
			for _, h := range hosts {
				if got, want := slices.Contains(given[at.Unix()], h.ID), can(h, r, at); got != want {
					t.Fatalf("host %d at %v: %v, want %v", h.ID, at, got, want)
				}
			}
		}
	})
}

// can says, as slowly and plainly as possible, whether somebody can begin a call.
func can(h slot.Host, r slot.Rule, at time.Time) bool {
	end := at.Add(r.Length)
	if at.Before(r.Earliest) || at.After(r.Latest) || at.UnixMicro()%r.Step.Microseconds() != 0 {
		return false
	}
	if !slices.ContainsFunc(h.Work, func(w slot.Span) bool { return !at.Before(w.From) && !end.After(w.Until) }) {
		return false
	}
	if slices.ContainsFunc(h.Busy, func(b slot.Span) bool { return at.Before(b.Until) && b.From.Before(end) }) {
		return false
	}
	day := 0
	for _, c := range h.Held {
		if at.Before(c.Until.Add(r.Buffer)) && c.From.Add(-r.Buffer).Before(end) {
			return false
		}
		if c.From.In(h.Zone).Format(time.DateOnly) == at.In(h.Zone).Format(time.DateOnly) {
			day++
		}
	}
	return r.PerDay == 0 || day < r.PerDay
}

// TestAll: what all can take together is what each can take.
func TestAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hosts, r := draw(t)
		all := slot.All(hosts, r)
		for _, s := range slot.Any(hosts, r) {
			together := slices.ContainsFunc(all, func(a slot.Slot) bool { return a.At.Equal(s.At) })
			if together != (len(s.Hosts) == len(hosts)) {
				t.Fatalf("%+v of %d", s, len(hosts))
			}
		}
	})
}

// TestLabel: no two instants have the same label, whatever the clocks do.
func TestLabel(t *testing.T) {
	for zone, c := range map[string]struct {
		from  time.Time
		turns map[string]int // clock and offset of a label that two instants share
	}{
		"Europe/Berlin": {time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC),
			map[string]int{"02:00 UTC+2": 1, "02:30 UTC+2": 1, "02:00 UTC+1": 2, "02:30 UTC+1": 2}},
		"America/New_York": {time.Date(2026, 10, 31, 20, 0, 0, 0, time.UTC),
			map[string]int{"01:00 UTC-4": 1, "01:30 UTC-4": 1, "01:00 UTC-5": 2, "01:30 UTC-5": 2}},
		"Australia/Lord_Howe": {time.Date(2026, 4, 4, 6, 0, 0, 0, time.UTC), map[string]int{"01:30 UTC+11": 1, "01:30 UTC+10:30": 2}},
		"Europe/London":       {time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), map[string]int{}}, // forward: no label twice, some not at all
	} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		seen, turns := map[slot.Label]bool{}, map[string]int{}
		for at := c.from; at.Before(c.from.Add(30 * time.Hour)); at = at.Add(30 * time.Minute) {
			l := slot.In(at, location)
			if seen[l] {
				t.Errorf("%s: %+v stands for two instants", zone, l)
			}
			seen[l] = true
			if l.Turn != slot.Once {
				turns[l.Clock+" "+l.Offset] = int(l.Turn)
			}
		}
		for label, turn := range c.turns {
			if turns[label] != turn {
				t.Errorf("%s: %s is %d, want %d", zone, label, turns[label], turn)
			}
		}
		if len(turns) != len(c.turns) {
			t.Errorf("%s: %v", zone, turns)
		}
	}
}
