package content

import (
	"fmt"
	"slices"
	"time"
)

// plan is a ticket before its texts are written: who, what, when, and how far.
type plan struct {
	*scenario
	dice
	fate     fate
	org      Org
	cast     map[speaker]Person
	turns    []turn      // those that have happened
	times    []time.Time // of each turn, ascending
	severity int
	number   int
}

const (
	archiveSpan  = 240 * 24 * time.Hour // how far back the oldest tickets lie
	closeAfter   = 7 * 24 * time.Hour   // solved tickets close a week later
	giveUpAfter  = 14 * 24 * time.Hour  // silence after which the desk solves a pending ticket
	livePerMille = 68                   // of all tickets are unsolved: about 136 of 2000
)

// plans draws n tickets in the order of their creation.
func plans(seed uint64, now time.Time, size Size, lib library, c *casting) []*plan {
	var out []*plan
	featured := lib.featured[:min(len(lib.featured), size.Tickets)]
	for i, s := range featured {
		d := newDice(seed, fmt.Sprintf("featured %d", i))
		out = append(out, c.planFeatured(d, s, now))
	}
	live := max(0, size.Tickets*livePerMille/1000-len(featured))
	for i := range size.Tickets - len(featured) {
		d := newDice(seed, fmt.Sprintf("ticket %d", i))
		f := endedFate(d)
		if i < live {
			f = liveFate(d)
		}
		out = append(out, c.planOrdinary(d, lib.ordinary, f, now))
	}
	slices.SortStableFunc(out, func(a, b *plan) int { return a.times[0].Compare(b.times[0]) })
	for i, p := range out {
		p.number = size.FirstNumber + i
	}
	return out
}

func (c *casting) planOrdinary(d dice, from []*scenario, f fate, now time.Time) *plan {
	p := &plan{dice: d, fate: f}
	for {
		p.scenario = byWeight(d, from)
		p.turns = happening(d, p.scenario.turns)
		if at := cuts(p.turns, f); len(at) > 0 {
			p.turns = p.turns[:pick(d, at)]
			break
		}
	}
	cust := c.customerFor(d, p.scenario, nil)
	p.cast = c.cast(d, p.scenario, cust)
	p.org = cust.org
	p.severity = pick(d, p.severities)
	if f <= held && p.severity == 1 {
		p.severity = 2 // the emergencies of the live queue are hand-written
	}
	c.schedule(p, now.Add(-age(d, f)))
	return p
}

// planFeatured tells the whole file, with someone who is at work now where that can be.
func (c *casting) planFeatured(d dice, s *scenario, now time.Time) *plan {
	end := now.Add(-s.live.age)
	cust := c.customerFor(d, s, func(x customer) bool {
		if s.live.org != "" {
			return x.org.Key == s.live.org
		}
		return x.contacts[0].Hours.within(end, c.zones.load(x.org.Zone))
	})
	p := &plan{scenario: s, dice: d, org: cust.org, turns: happening(d, s.turns), fate: ours}
	p.cast = c.cast(d, s, cust)
	p.severity = pick(d, s.severities)
	c.schedule(p, end)
	return p
}

func byWeight(d dice, from []*scenario) *scenario {
	total := 0
	for _, s := range from {
		total += s.weight
	}
	at := d.IntN(total)
	for _, s := range from {
		if at -= s.weight; at < 0 {
			return s
		}
	}
	return from[len(from)-1]
}

// happening leaves out the turns that this time do not come to pass.
func happening(d dice, turns []turn) []turn {
	var out []turn
	for _, t := range turns {
		if d.chance(t.maybe) {
			out = append(out, t)
		}
	}
	return out
}

// age is how long ago the last turn of a ticket was.
func age(d dice, f fate) time.Duration {
	const day = 24 * time.Hour
	switch f {
	case unanswered:
		return d.wait(4*time.Minute, 9*time.Hour)
	case ours:
		return d.wait(9*time.Minute, 40*time.Hour)
	case theirs:
		return d.wait(time.Hour, 8*day)
	case held:
		return d.wait(3*time.Hour, 5*day)
	case abandoned:
		return giveUpAfter + closeAfter + time.Duration(d.IntN(int((archiveSpan-giveUpAfter-closeAfter)/time.Second)))*time.Second
	}
	return 2*time.Hour + time.Duration(d.IntN(int(archiveSpan/time.Second)))*time.Second
}

// schedule sets the times of the turns, going back from end, so that everybody writes in their own
// working hours. Customers with an emergency keep none.
func (c *casting) schedule(p *plan, end time.Time) {
	p.times = make([]time.Time, len(p.turns))
	last := len(p.turns) - 1
	p.times[last] = c.atWork(p, last, end.Truncate(time.Second))
	for i := last - 1; i >= 0; i-- {
		after := p.turns[i+1].after
		p.times[i] = c.before(p, i, p.times[i+1], max(p.wait(after[0], after[1]), 50*time.Second))
	}
}

// before gives the time of turn i, about gap before next. Where that would be at night it takes a shorter gap, and
// only where there is none an earlier day.
func (c *casting) before(p *plan, i int, next time.Time, gap time.Duration) time.Time {
	for shorter := gap; shorter > 4*time.Minute; shorter /= 2 {
		at := next.Add(-shorter).Truncate(time.Second)
		if c.atWork(p, i, at).Equal(at) {
			return at
		}
	}
	return c.atWork(p, i, next.Add(-gap).Truncate(time.Second))
}

// atWork moves at back into the hours of whoever speaks in turn i, and off the stroke on which the day ended.
func (c *casting) atWork(p *plan, i int, at time.Time) time.Time {
	person := p.cast[p.turns[i].who]
	hours := person.Hours
	switch isStaff := p.turns[i].who.isStaff(); {
	case p.severity == 1 && !isStaff:
		return at
	case p.severity == 1: // the rotation covers weekends, by day
		hours.Days = everyDay
	case !isStaff: // customers also write before breakfast and after dinner
		hours.From, hours.To = max(0, hours.From-90), min(24*60-1, hours.To+150)
	}
	moved := hours.lastWorking(at, c.zones.load(person.Zone))
	if moved.Equal(at) {
		return at
	}
	return moved.Add(-time.Duration(p.between(40, 11000)) * time.Second)
}
