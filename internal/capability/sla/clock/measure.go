package clock

import (
	"time"
)

// target takes over what the terms demand of a clock; sooner is whether the warnings changed. The due time is
// measured anew from the start, with all pauses, so that it is the same as if these terms had always held.
func (r *run) target(c *Clock, warnings bool) {
	g, _ := r.Terms.target(c.Metric)
	hours, policy := r.Terms.hours(g), r.Terms.Policy
	if g.Seconds == 0 {
		policy = Policy{}
	}
	same := g == c.Target && hours.same(c.Calendar) && policy.ID == c.Policy.ID
	had, was := c.Target.Seconds > 0, c.Due
	c.Target, c.Calendar, c.Policy, c.touched = g, hours, policy, true // a new title is taken over without a mark
	if same && !warnings {
		return
	}
	r.retime(c)
	if !same && (had || g.Seconds > 0) {
		r.mark(c, Mark{Kind: MarkTargeted, Was: was, Due: c.Due, Policy: policy.Title, Calendar: hours.Title, Seconds: g.Seconds})
	}
}

// retime measures when a clock is due. A due time that moves into the future takes back neither the breach nor
// its record, but the clock runs on towards it, and warns again.
func (r *run) retime(c *Clock) {
	c.Due, c.touched = r.reached(c, 1), true
	passed := func(t time.Time) bool { return !t.IsZero() && !t.After(r.now) }
	c.Late = c.Late && passed(c.Due)
	warn := r.warnings(c)
	for c.Warned = min(c.Warned, len(warn)); c.Warned > 0 && !passed(r.reached(c, warn[c.Warned-1])); {
		c.Warned--
	}
	r.setAlarm(c)
}

// reached is when a share of a clock's target is used up, zero where that never comes.
func (r *run) reached(c *Clock, share float64) time.Time {
	switch {
	case c.Target.Seconds == 0:
		return time.Time{}
	case c.Metric == Promise && share == 1:
		return c.Due
	}
	t, ok := r.hours(c.Calendar).AddPaused(c.Start, part(share, c.Target.Seconds), c.Pauses)
	if !ok {
		return time.Time{}
	}
	return t.UTC()
}

// usual are the warnings before a promised time where no policy says otherwise.
var usual = [...]float64{0.75, 0.9}

func (r *run) warnings(c *Clock) []float64 {
	if c.Metric == Promise && len(r.Terms.Warn) == 0 {
		return usual[:]
	}
	return r.Terms.Warn
}

// setAlarm finds when time itself next does something to a clock.
func (r *run) setAlarm(c *Clock) {
	c.Alarm = time.Time{}
	warn := r.warnings(c)
	switch {
	case c.Phase != Running || c.Due.IsZero():
	case c.Late && c.Metric == Promise:
		if next, ok := r.Terms.Promise.slots().Next(c.Due); ok {
			c.Alarm = next.UTC()
		}
	case c.Late:
	case c.Warned < len(warn):
		c.Alarm = r.reached(c, warn[c.Warned])
	default:
		c.Alarm = c.Due
	}
}
