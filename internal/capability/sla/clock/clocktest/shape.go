package clocktest

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// stretch is a clock before anything is measured: from when to when, and when it stood.
type stretch struct {
	metric   clock.Metric
	instance int
	start    time.Time
	pauses   []bizcal.Pause // the last may be without end
	end      time.Time      // zero: not ended
	phase    clock.Phase
}

// history is the facts up to some moment.
type history []clock.Fact

// moment is a stretch of sameness: from At to the next moment's.
type moment struct {
	at     time.Time
	status clock.Status
	held   bool
	merged bool
}

func (h history) moments() []moment {
	var all []moment
	now := moment{}
	for _, f := range h {
		now.at = f.At
		switch f.Kind {
		case clock.Created:
			now.status = f.Status
		case clock.Moved:
			if now.status != clock.Closed {
				now.status = f.Status
			}
		case clock.Held, clock.Released:
			now.held = f.Kind == clock.Held
		case clock.Merged:
			now.merged = true
		default:
			continue
		}
		all = append(all, now)
	}
	return all
}

func (m moment) done() bool { return m.status == clock.Solved || m.status == clock.Closed }

// counting is the table of tickets.md, Metrics.
var counting = map[clock.Metric][]clock.Status{
	clock.FirstReply:      {clock.New, clock.Open, clock.Pending, clock.Hold},
	clock.NextReply:       {clock.New, clock.Open, clock.Pending, clock.Hold},
	clock.PeriodicUpdate:  {clock.New, clock.Open, clock.Pending, clock.Hold},
	clock.PausableUpdate:  {clock.New, clock.Open, clock.Hold},
	clock.RequesterWait:   {clock.New, clock.Open, clock.Hold},
	clock.AgentWork:       {clock.New, clock.Open},
	clock.TotalResolution: {clock.New, clock.Open, clock.Pending, clock.Hold},
}

// standing gives when a metric stood since start, the last stretch perhaps without end.
func (h history) standing(m clock.Metric, start time.Time) (all []bizcal.Pause) {
	moments := h.moments()
	for i, now := range moments {
		if !now.held && slices.Contains(counting[m], now.status) {
			continue
		}
		p := bizcal.Pause{From: now.at}
		if p.From.Before(start) {
			p.From = start
		}
		if i+1 < len(moments) {
			p.Until = moments[i+1].at
			if !p.Until.After(p.From) {
				continue
			}
		}
		all = append(all, p)
	}
	return all
}

// stretches gives all clocks but promises.
func (h history) stretches() []stretch {
	all := slices.Concat(h.byStatus(), h.replies(), h.updates())
	for i := range all {
		all[i].pauses = h.standing(all[i].metric, all[i].start)
	}
	return all
}

func (h history) byStatus() (all []stretch) {
	var end time.Time
	phase := clock.Phase("")
	started := false
	for _, m := range h.moments() {
		started = true
		switch {
		case phase == clock.Cancelled:
		case m.done():
			if phase != clock.Fulfilled {
				phase, end = clock.Fulfilled, m.at
			}
		case m.merged:
			phase, end = clock.Cancelled, m.at
		default:
			phase, end = "", time.Time{}
		}
	}
	if started {
		for _, m := range []clock.Metric{clock.RequesterWait, clock.AgentWork, clock.TotalResolution} {
			all = append(all, stretch{metric: m, start: h[0].At, end: end, phase: phase})
		}
	}
	return all
}

// over is when the ticket was closed or merged, and so nobody waits any more.
func (h history) over() time.Time {
	for _, m := range h.moments() {
		if m.status == clock.Closed || m.merged {
			return m.at
		}
	}
	return time.Time{}
}

func ours(f clock.Fact) bool { return f.Kind == clock.Commented && f.Public && f.By == clock.Us }
func theirs(f clock.Fact) bool {
	return f.Kind == clock.Commented && f.Public && f.By == clock.Customer
}

// answered finds our first public answer behind a fact.
func (h history) answered(from int) (at int, ok bool) {
	for i := from + 1; i < len(h); i++ {
		if ours(h[i]) && !h[i].First {
			return i, true
		}
	}
	return 0, false
}

// replies are the clocks from an unanswered word to the answer.
func (h history) replies() (all []stretch) {
	replied, next := false, 0
	for i := 0; i < len(h); i++ {
		if ours(h[i]) && !h[i].First {
			replied = true
		}
		if !theirs(h[i]) {
			continue
		}
		s := stretch{metric: clock.FirstReply, start: h[i].At}
		if replied {
			s.metric, s.instance = clock.NextReply, next
			next++
		}
		if at, ok := h.answered(i); ok {
			s.end, s.phase = h[at].At, clock.Fulfilled
			i, replied = at, true
		} else {
			i = len(h)
			if over := h.over(); !over.IsZero() {
				s.end, s.phase = over, clock.Cancelled
			}
		}
		all = append(all, s)
	}
	return all
}

// updates are the clocks from each public word of ours to the next.
func (h history) updates() (all []stretch) {
	for _, m := range []clock.Metric{clock.PeriodicUpdate, clock.PausableUpdate} {
		open := -1
		n := 0
		for _, f := range h {
			if !ours(f) {
				continue
			}
			if open >= 0 {
				all[open].end, all[open].phase = f.At, clock.Fulfilled
			}
			open = len(all)
			all = append(all, stretch{metric: m, instance: n, start: f.At})
			n++
		}
		if over := h.over(); open >= 0 && !over.IsZero() {
			all[open].end, all[open].phase = over, clock.Cancelled
		}
	}
	return all
}

// terms are the last that were applied.
func (h history) terms() (t clock.Terms) {
	for _, f := range h {
		if f.Kind == clock.Applied {
			t = f.Terms
		}
	}
	return t
}
