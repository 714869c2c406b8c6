// Package clocktest is the reference that the clock machine is held to. It says what the clocks of a history are by
// their definitions, each from the whole history and from nothing else, with the naive walk over opening hours. It
// keeps no clock between facts: after each fact it works all of them out again, and asks what falls due before the
// next. It is slow and obvious.
package clocktest

import (
	"cmp"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Measured is a clock as the reference sees it.
type Measured struct {
	Metric   clock.Metric
	Instance int
	Start    time.Time
	End      time.Time   // zero: not ended
	Phase    clock.Phase // fulfilled or cancelled; empty: not ended
	Due      time.Time
	Used     time.Duration // when it ended
	Breaches []time.Time
	Warnings []Warning
}

// Warning is when a part of a target was used up.
type Warning struct {
	At   time.Time
	Part float64
}

// Recompute works out all clocks of a history, by metric and instance.
func Recompute(hours clock.Hours, facts []clock.Fact) []Measured {
	all := slices.Concat(recompute(hours, facts), promises(facts))
	slices.SortFunc(all, order)
	return all
}

// Observe gives the machine's clocks in the words of the reference.
func Observe(clocks []clock.Clock) []Measured {
	var all []Measured
	for _, c := range clocks {
		m := Measured{Metric: c.Metric, Instance: c.Instance, Start: c.Start, End: c.End, Used: c.Used, Due: c.Due}
		if c.Ended() {
			m.Phase = c.Phase
		}
		for _, k := range c.Marks {
			switch k.Kind {
			case clock.MarkBreached:
				m.Breaches = append(m.Breaches, k.At)
			case clock.MarkWarned:
				m.Warnings = append(m.Warnings, Warning{k.At, k.Part})
			}
		}
		all = append(all, m)
	}
	slices.SortFunc(all, order)
	return all
}

func order(a, b Measured) int {
	return cmp.Or(cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Instance, b.Instance))
}

// worth is what falls into opening hours and no pause between two instants, by walking from opening to closing.
func worth(c *bizcal.Calendar, from, to time.Time, pauses []bizcal.Pause) (sum time.Duration) {
	for _, s := range free(c, from, to, pauses) {
		sum += s[1].Sub(s[0])
	}
	return sum
}

// reach is when n of that has passed; zero when it never does before the horizon.
func reach(c *bizcal.Calendar, from time.Time, n time.Duration, pauses []bizcal.Pause, horizon time.Time) time.Time {
	if n == 0 {
		return from
	}
	for _, s := range free(c, from, horizon, pauses) {
		if n <= s[1].Sub(s[0]) {
			return s[0].Add(n).UTC()
		}
		n -= s[1].Sub(s[0])
	}
	return time.Time{}
}

// free lists the open stretches between two instants with the pauses cut out.
func free(c *bizcal.Calendar, from, to time.Time, pauses []bizcal.Pause) (all [][2]time.Time) {
	for a, b := range c.Intervals(from, to) {
		rest := [][2]time.Time{{a.UTC(), b.UTC()}}
		for _, p := range pauses {
			var cut [][2]time.Time
			for _, r := range rest {
				until := p.Until
				if until.IsZero() || until.After(r[1]) {
					until = r[1]
				}
				start := p.From
				if start.Before(r[0]) {
					start = r[0]
				}
				if !start.Before(until) { // they do not touch
					cut = append(cut, r)
					continue
				}
				if r[0].Before(start) {
					cut = append(cut, [2]time.Time{r[0], start})
				}
				if until.Before(r[1]) {
					cut = append(cut, [2]time.Time{until, r[1]})
				}
			}
			rest = cut
		}
		all = append(all, rest...)
	}
	return all
}

// farther is how far the reference looks for a due time.
const farther = 120 * 24 * time.Hour

// recompute works out all clocks of a history: after each fact from scratch, with the terms of then.
func recompute(hours clock.Hours, facts []clock.Fact) []Measured {
	known := map[[2]any]*Measured{}
	late := map[[2]any]bool{}
	warned := map[[2]any]int{}
	for i := range facts {
		h := history(facts[:i+1])
		until := time.Time{}
		if i+1 < len(facts) {
			until = facts[i+1].At
		}
		for _, s := range h.stretches() {
			key := [2]any{s.metric, s.instance}
			m := known[key]
			if m == nil {
				m = &Measured{Metric: s.metric, Instance: s.instance, Start: s.start}
				known[key] = m
			}
			if m.Phase == s.phase && s.phase != "" {
				continue // it ended before: what was measured stays
			}
			m.Phase, m.End, m.Used = s.phase, s.end, 0
			terms := h.terms() // those when it ended, if it did
			g, cal := demand(terms, s.metric)
			if s.phase != "" {
				m.Used = worth(hours(cal), s.start, s.end, s.pauses)
				continue
			}
			m.Due = time.Time{}
			if g.Seconds == 0 {
				late[key], warned[key] = false, 0
				continue
			}
			at := func(share float64) time.Time {
				return reach(hours(cal), s.start, time.Duration(int64(share*float64(g.Seconds)))*time.Second, s.pauses, facts[i].At.Add(farther))
			}
			m.Due = at(1)
			n := len(s.pauses)
			if standing := n > 0 && s.pauses[n-1].Until.IsZero(); standing {
				late[key] = late[key] && passed(m.Due, facts[i].At)
				warned[key] = still(warned[key], terms.Warn, at, facts[i].At)
				continue
			}
			late[key], warned[key] = m.foresee(terms.Warn, at, late[key], warned[key], facts[i], until)
		}
	}
	var all []Measured
	for _, m := range known {
		all = append(all, *m)
	}
	return all
}

func demand(t clock.Terms, m clock.Metric) (clock.Target, clock.Calendar) {
	i := slices.IndexFunc(t.Targets, func(g clock.Target) bool { return g.Metric == m })
	switch {
	case i < 0:
		return clock.Target{}, t.Calendar
	case t.Targets[i].Always:
		return t.Targets[i], clock.Calendar{}
	}
	return t.Targets[i], t.Calendar
}

func passed(t, now time.Time) bool { return !t.IsZero() && !t.After(now) }

// still is how many of the warnings given stay given when the due time moved.
func still(given int, warn []float64, at func(float64) time.Time, now time.Time) int {
	n := 0
	for n < min(given, len(warn)) && passed(at(warn[n]), now) {
		n++
	}
	return n
}

// foresee notes what becomes due by time alone between a fact and the next, and says whether the clock is late
// then and how many warnings are out. until is zero behind the last fact.
func (m *Measured) foresee(warn []float64, at func(float64) time.Time, late bool, given int, fact clock.Fact, until time.Time) (bool, int) {
	from := fact.At
	late = late && passed(m.Due, from)
	if given = still(given, warn, at, from); late {
		return true, given
	}
	moments := []time.Time{m.Due}
	for _, w := range warn[given:] {
		moments = append(moments, at(w))
	}
	moments = slices.DeleteFunc(moments, time.Time.IsZero)
	for i, t := range moments {
		if t.Before(from) {
			moments[i] = from
		}
	}
	moments = slices.DeleteFunc(moments, func(t time.Time) bool {
		return !t.Before(until) && !(concludes(fact) && !t.After(from))
	})
	slices.SortFunc(moments, time.Time.Compare)
	for _, now := range slices.CompactFunc(moments, time.Time.Equal) {
		if passed(m.Due, now) {
			m.Breaches = append(m.Breaches, now)
			return true, len(warn)
		}
		for given < len(warn) && passed(at(warn[given]), now) {
			given++
		}
		m.Warnings = append(m.Warnings, Warning{now, warn[given-1]})
	}
	return false, given
}

// concludes reports whether a fact is followed by what is due at its very moment.
func concludes(f clock.Fact) bool { return f.Kind == clock.Applied || f.Kind == clock.Passed }
