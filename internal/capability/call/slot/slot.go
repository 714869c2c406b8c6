// Package slot finds when people can take a call. It is pure: no I/O, and no clock.
package slot

import (
	"cmp"
	"slices"
	"time"
)

// Span is the time from From up to Until.
type Span struct{ From, Until time.Time }

// Overlaps reports whether two spans have a moment in common.
func (s Span) Overlaps(t Span) bool { return s.From.Before(t.Until) && t.From.Before(s.Until) }

// Wider is the span with so much more at both ends.
func (s Span) Wider(by time.Duration) Span { return Span{s.From.Add(-by), s.Until.Add(by)} }

// Host is somebody who can take calls.
type Host struct {
	ID   int64
	Zone *time.Location // by which PerDay counts
	Work []Span         // when they work, in order
	Busy []Span         // when they have something else, in any order
	Held []Span         // the calls that they have, in any order
}

// Rule is what is asked for.
type Rule struct {
	Length, Step     time.Duration
	Buffer           time.Duration // between two calls of one person
	Earliest, Latest time.Time     // of the start
	PerDay           int           // calls of one person in a day of theirs; 0: no limit
}

// Slot is a start with those who can take it, in the order in which they should be asked: who has the fewest calls first.
type Slot struct {
	At    time.Time
	Hosts []int64
}

// starts lists when one person can begin. Starts are at multiples of Step since 1970 UTC, so that those of two people meet.
func (h Host) starts(r Rule) (all []time.Time) {
	if r.Step <= 0 || r.Length <= 0 {
		return nil
	}
	taken := slices.Clone(h.Busy)
	for _, c := range h.Held {
		taken = append(taken, c.Wider(r.Buffer))
	}
	slices.SortFunc(taken, func(a, b Span) int { return a.From.Compare(b.From) })
	perDay := h.perDay()
	for _, work := range h.Work {
		first := work.From
		if r.Earliest.After(first) {
			first = r.Earliest
		}
		for at := ceil(first, r.Step); !at.After(r.Latest) && !at.Add(r.Length).After(work.Until); at = at.Add(r.Step) {
			if free(taken, Span{at, at.Add(r.Length)}) && (r.PerDay == 0 || perDay[h.day(at)] < r.PerDay) {
				all = append(all, at.UTC())
			}
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// free reports whether nothing of what is taken, in order of its beginning, has a moment in common with s.
func free(taken []Span, s Span) bool {
	for _, t := range taken {
		if !t.From.Before(s.Until) {
			return true
		}
		if t.Overlaps(s) {
			return false
		}
	}
	return true
}

func (h Host) day(t time.Time) string {
	zone := h.Zone
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format(time.DateOnly)
}

func (h Host) perDay() map[string]int {
	n := map[string]int{}
	for _, c := range h.Held {
		n[h.day(c.From)]++
	}
	return n
}

// ceil gives the first multiple of step since 1970 UTC that is not before t.
func ceil(t time.Time, step time.Duration) time.Time {
	down := time.UnixMicro(t.UnixMicro() - mod(t.UnixMicro(), step.Microseconds())).UTC()
	if down.Before(t) {
		return down.Add(step)
	}
	return down
}

func mod(a, b int64) int64 { return (a%b + b) % b }

// Any lists the slots that at least one of the hosts can take.
func Any(hosts []Host, r Rule) []Slot {
	by := map[int64][]int64{}
	for _, h := range byLoad(hosts) {
		for _, at := range h.starts(r) {
			by[at.UnixMicro()] = append(by[at.UnixMicro()], h.ID)
		}
	}
	return ordered(by)
}

// All lists the slots that all of the hosts can take together; without hosts there is none.
func All(hosts []Host, r Rule) []Slot {
	return slices.DeleteFunc(Any(hosts, r), func(s Slot) bool { return len(s.Hosts) < len(hosts) })
}

// byLoad orders people by how many calls they have, then by number: the same every time.
func byLoad(hosts []Host) []Host {
	return slices.SortedFunc(slices.Values(hosts), func(a, b Host) int {
		return cmp.Or(cmp.Compare(len(a.Held), len(b.Held)), cmp.Compare(a.ID, b.ID))
	})
}

func ordered(by map[int64][]int64) []Slot {
	all := make([]Slot, 0, len(by))
	for at, hosts := range by {
		all = append(all, Slot{time.UnixMicro(at).UTC(), hosts})
	}
	slices.SortFunc(all, func(a, b Slot) int { return a.At.Compare(b.At) })
	return all
}
