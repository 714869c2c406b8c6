package clock

import "time"

// pass does what time does up to an instant, in order. What an act made due before itself is of that act.
func (r *run) pass(to time.Time, with bool) {
	began, by := r.now, r.cause
	for c := r.first(); c != nil; c = r.first() {
		at := c.Alarm
		if r.cause = (Cause{}); at.Before(began) {
			r.cause = by
		}
		if at.Before(r.now) {
			at = r.now
		}
		if at.After(to) || !with && !at.Before(to) {
			break
		}
		r.now = at
		r.fire(c)
	}
	r.cause = by
}

// first is the clock to which something happens next.
func (r *run) first() (first *Clock) {
	for i := range r.Clocks {
		if c := &r.Clocks[i]; !c.Alarm.IsZero() && (first == nil || c.Alarm.Before(first.Alarm)) {
			first = c
		}
	}
	return first
}

// fire is a breach, a warning, or the next promised time that passes over one that was missed.
func (r *run) fire(c *Clock) {
	warn := r.warnings(c)
	switch {
	case c.Late:
		r.miss(c)
	case !c.Due.After(r.now):
		c.Late, c.Warned = true, len(warn)
		if c.Breached.IsZero() {
			c.Breached = r.now
		}
		r.setAlarm(c)
		r.mark(c, Mark{Kind: MarkBreached, Due: c.Due})
	default: // several warnings that are due at once are one
		for c.Warned < len(warn) && !r.reached(c, warn[c.Warned]).After(r.now) {
			c.Warned++
		}
		r.setAlarm(c)
		r.mark(c, Mark{Kind: MarkWarned, Part: warn[c.Warned-1], Due: c.Due})
	}
}
