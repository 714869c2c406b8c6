package clock

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Hours gives the calendar of a version named in terms, never nil. It must give the same for the same version.
type Hours func(c Calendar) *bizcal.Calendar

// Effect is a mark that a step made, and on which clock.
type Effect struct {
	Clock Clock // as it stood then
	Mark  Mark
}

// Step takes in a fact: first what time alone did before it, then the fact. What is due at the very moment comes
// last, with the terms or with Passed, so that all acts of that moment are in time. Facts that are older than the
// state count as if they happened at its last one.
func Step(hours Hours, s *State, f Fact) []Effect {
	r := &run{State: s, hours: hours, now: s.At}
	if f.At.Before(s.At) {
		f.At = s.At
	}
	r.pass(f.At, false)
	r.now, r.cause, s.At = f.At, f.Cause, f.At
	r.take(f)
	if f.Kind == Applied || f.Kind == Passed {
		r.pass(f.At, true)
	}
	return r.effects
}

// Replay makes the state that facts lead to from nothing.
func Replay(hours Hours, facts []Fact) *State {
	s := &State{}
	for _, f := range facts {
		Step(hours, s, f)
	}
	return s
}

// run is one step at work.
type run struct {
	*State
	hours   Hours
	now     time.Time
	cause   Cause
	effects []Effect
}

func (r *run) take(f Fact) {
	switch f.Kind {
	case Created:
		r.Status = f.Status
		for _, m := range []Metric{RequesterWait, AgentWork, TotalResolution} {
			r.start(m)
		}
	case Commented:
		r.commented(f)
	case Moved:
		r.moved(f.Status)
	case Held, Released:
		r.Held = f.Kind == Held
		if r.Held {
			r.withdraw("customer")
		}
		r.settle()
	case Merged:
		for i := range r.Clocks {
			r.end(&r.Clocks[i], Cancelled, "merged")
		}
	case Applied:
		r.applied(f.Terms)
	}
}

// commented starts and stops the clocks that count up to a word of ours. What stays inside, comes from a machine
// or from a stranger does neither.
func (r *run) commented(f Fact) {
	switch {
	case !f.Public:
	case f.By == Customer && !r.Replied:
		r.startOnce(FirstReply)
	case f.By == Customer:
		r.startOnce(NextReply)
	case f.By == Us:
		if !f.First { // who opens a ticket for a customer has not answered it yet
			r.Replied = true
			r.fulfil(FirstReply)
			r.fulfil(NextReply)
		}
		r.fulfil(PeriodicUpdate)
		r.fulfil(PausableUpdate)
		r.start(PeriodicUpdate)
		r.start(PausableUpdate)
		r.keepPromise()
	}
}

// startOnce starts a clock unless one of its metric waits already: a customer's second word changes nothing. The
// first reply is owed once in a ticket's life.
func (r *run) startOnce(m Metric) {
	if r.open(m) == nil && (m != FirstReply || r.Count[m] == 0) {
		r.start(m)
	}
}

func (r *run) moved(to Status) {
	from := r.Status
	r.Status = to
	switch {
	case from == Closed: // an archive
		r.Status = from
	case to.done():
		r.withdraw(string(to))
		for i := range r.Clocks {
			r.done(&r.Clocks[i])
		}
	default:
		r.settle()
	}
}

// done stops a clock because the ticket is solved or closed.
func (r *run) done(c *Clock) {
	switch {
	case c.Ended():
	case c.Metric.byStatus():
		r.end(c, Fulfilled, string(r.Status))
	case r.Status == Closed:
		r.end(c, Cancelled, string(r.Status))
	default:
		r.stand(c, Stopped, string(r.Status))
	}
}

// settle lets every clock run or stand as status and pause demand, and takes up those that a solving ended.
func (r *run) settle() {
	if r.Status.done() {
		return
	}
	for i := range r.Clocks {
		c := &r.Clocks[i]
		if c.Metric.byStatus() && c.Phase == Fulfilled {
			r.revive(c)
		}
		if !c.Ended() {
			r.standOrRun(c)
		}
	}
	r.promise(r.now)
}

func (r *run) standOrRun(c *Clock) {
	switch {
	case r.Held:
		r.stand(c, Paused, "customer")
	case !c.Metric.counts(r.Status):
		r.stand(c, Paused, string(r.Status))
	default:
		r.resume(c)
	}
}

func (r *run) applied(t Terms) {
	before := r.Terms
	r.Terms = t
	warnings := !slices.Equal(before.Warn, t.Warn)
	for i := range r.Clocks {
		switch c := &r.Clocks[i]; {
		case c.Ended():
		case c.Metric != Promise:
			r.target(c, warnings)
		case warnings:
			r.retime(c)
		}
	}
	if !before.Promise.same(t.Promise) {
		r.withdraw("withdrawn")
		r.promise(r.now)
	}
}
