package clock

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// open finds the clock of a metric that has not ended.
func (r *run) open(m Metric) *Clock {
	for i := range r.Clocks {
		if c := &r.Clocks[i]; c.Metric == m && !c.Ended() {
			return c
		}
	}
	return nil
}

// begin adds the next clock of a metric.
func (r *run) begin(m Metric, start time.Time) *Clock {
	if r.Count == nil {
		r.Count = map[Metric]int{}
	}
	r.Clocks = append(r.Clocks, Clock{Metric: m, Instance: r.Count[m], Phase: Running, Start: start})
	r.Count[m]++
	return &r.Clocks[len(r.Clocks)-1]
}

// start begins a clock now.
func (r *run) start(m Metric) {
	c := r.begin(m, r.now)
	r.mark(c, Mark{Kind: MarkStarted})
	if r.target(c, false); r.Status.done() {
		r.done(c)
	} else {
		r.standOrRun(c)
	}
}

// stand lets a clock wait; one that waits already may come to wait for something else.
func (r *run) stand(c *Clock, p Phase, why string) {
	if c.Phase == p && c.Waits == why {
		return
	}
	if c.Phase == Running {
		c.Pauses = append(c.Pauses, bizcal.Pause{From: r.now})
	}
	c.Phase, c.Waits = p, why
	kind := MarkPaused
	if p == Stopped {
		kind = MarkStopped
	}
	was := c.Due
	r.retime(c)
	r.mark(c, Mark{Kind: kind, Why: why, Was: was})
}

// resume lets a standing clock go on. A stand of no time leaves no trace.
func (r *run) resume(c *Clock) {
	if c.Phase == Running {
		return
	}
	last := len(c.Pauses) - 1
	c.Phase, c.Waits = Running, ""
	if c.Pauses[last].From.Equal(r.now) {
		c.Pauses = c.Pauses[:last]
		c.Marks = slices.DeleteFunc(c.Marks, func(m Mark) bool {
			return m.At.Equal(r.now) && (m.Kind == MarkPaused || m.Kind == MarkStopped || m.Kind == MarkFulfilled)
		})
		r.retime(c)
		return
	}
	c.Pauses[last].Until = r.now
	r.retime(c)
	r.mark(c, Mark{Kind: MarkResumed, Due: c.Due})
}

// revive takes up a clock that was fulfilled when the ticket was solved: the time since is a pause.
func (r *run) revive(c *Clock) {
	c.Pauses = append(c.Pauses, bizcal.Pause{From: c.End})
	c.Phase, c.Waits, c.End, c.Used = Stopped, string(Solved), time.Time{}, 0
	r.target(c, false)
}

func (r *run) fulfil(m Metric) {
	if c := r.open(m); c != nil {
		r.end(c, Fulfilled, "")
	}
}

// end finishes a clock. What it used is measured once, by the calendar of this moment, and stays so.
func (r *run) end(c *Clock, p Phase, why string) {
	if c.Ended() {
		return
	}
	if last := len(c.Pauses) - 1; last >= 0 && c.Pauses[last].Until.IsZero() {
		if c.Pauses[last].Until = r.now; c.Pauses[last].From.Equal(r.now) {
			c.Pauses = c.Pauses[:last]
		}
	}
	c.Phase, c.Waits, c.End, c.Alarm = p, "", r.now, time.Time{}
	c.Used = r.hours(c.Calendar).BetweenPaused(c.Start, r.now, c.Pauses)
	kind := MarkFulfilled
	if p == Cancelled {
		kind = MarkCancelled
	}
	r.mark(c, Mark{Kind: kind, Why: why, Was: c.Due})
}

// mark notes what became of a clock now.
func (r *run) mark(c *Clock, m Mark) {
	m.At, m.Cause = r.now, r.cause
	c.Marks = append(c.Marks, m)
	c.touched = true
	r.effects = append(r.effects, Effect{Clock: *c, Mark: m})
}
