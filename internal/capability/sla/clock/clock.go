// Package clock is the machine behind a ticket's service levels: facts go in, clocks come out. It is pure. It does
// no I/O, asks no clock and knows no policy: what happened and what applies are facts, so that the same facts
// always give the same clocks (docs/adr/0009).
package clock

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Phase is where a clock stands.
type Phase string

// The phases.
const (
	Running   Phase = "running"
	Paused    Phase = "paused"
	Stopped   Phase = "stopped"   // the ticket was solved without it; a reopening goes on with it
	Fulfilled Phase = "fulfilled" // done; one that counts by status goes on when the ticket is reopened
	Cancelled Phase = "cancelled" // nothing will fulfil it any more
)

// Clock is one measurement: from Start, without Pauses, to End. It has no target while the terms set none; it
// counts all the same, so that a policy that comes later finds what was used.
type Clock struct {
	Metric   Metric         `json:"metric"`
	Instance int            `json:"instance"` // counts a ticket's clocks of one metric, from 0
	Phase    Phase          `json:"phase"`
	Start    time.Time      `json:"start"`
	Pauses   []bizcal.Pause `json:"pauses,omitempty"`  // the last has no end while the clock stands
	Waits    string         `json:"waits,omitempty"`   // what a standing clock waits for: a status, or customer
	End      time.Time      `json:"end,omitzero"`      // zero while not done
	Policy   Policy         `json:"policy,omitzero"`   // whose target it is
	Target   Target         `json:"target,omitzero"`   // Seconds 0: none
	Calendar Calendar       `json:"calendar,omitzero"` // what it is measured by, when done for good
	Due      time.Time      `json:"due,omitzero"`      // zero without a target, and while standing before it
	Used     time.Duration  `json:"used,omitempty"`    // of the calendar's hours; only when done
	Warned   int            `json:"warned,omitempty"`  // how many of the terms' warnings are out
	Late     bool           `json:"late,omitempty"`    // Due has passed, and was marked
	// Breached is when a due time of this clock first passed; a later one does not take that back.
	Breached time.Time `json:"breached,omitzero"`
	Alarm    time.Time `json:"alarm,omitzero"` // when time itself next does something to it
	Marks    []Mark    `json:"marks"`

	touched bool
}

// Ended reports whether the clock measures no more: it is fulfilled or cancelled.
func (c *Clock) Ended() bool { return c.Phase == Fulfilled || c.Phase == Cancelled }

// MarkKind says what became of a clock.
type MarkKind string

// The kinds of marks.
const (
	MarkStarted   MarkKind = "started"
	MarkPaused    MarkKind = "paused"
	MarkResumed   MarkKind = "resumed"
	MarkTargeted  MarkKind = "targeted" // a target or calendar applies, another or none any more
	MarkWarned    MarkKind = "warned"
	MarkBreached  MarkKind = "breached"
	MarkStopped   MarkKind = "stopped"
	MarkFulfilled MarkKind = "fulfilled"
	MarkCancelled MarkKind = "cancelled"
)

// Mark is one moment of a clock's life, with what it goes back to.
type Mark struct {
	At       time.Time `json:"at"`
	Kind     MarkKind  `json:"kind"`
	Cause    Cause     `json:"cause,omitzero"`
	Why      string    `json:"why,omitempty"`    // a status, customer, merged, missed, withdrawn
	Was      time.Time `json:"was,omitzero"`     // due before
	Due      time.Time `json:"due,omitzero"`     // due from here on
	Part     float64   `json:"part,omitempty"`   // of the target, for a warning
	Policy   string    `json:"policy,omitempty"` // titles and the target, where they changed
	Calendar string    `json:"calendar,omitempty"`
	Seconds  int64     `json:"seconds,omitempty"`
}

// State is all that the machine knows of one ticket.
type State struct {
	At      time.Time      `json:"at"` // of the last fact
	Status  Status         `json:"status"`
	Held    bool           `json:"held,omitempty"`    // paused at the customer's request
	Replied bool           `json:"replied,omitempty"` // we have answered
	Terms   Terms          `json:"terms,omitzero"`
	Count   map[Metric]int `json:"count,omitempty"` // clocks begun of each metric
	Clocks  []Clock        `json:"clocks,omitempty"`
}

// Alarm is the next moment at which time itself does something; zero when nothing will happen by itself.
func (s *State) Alarm() (at time.Time) {
	for _, c := range s.Clocks {
		if !c.Alarm.IsZero() && (at.IsZero() || c.Alarm.Before(at)) {
			at = c.Alarm
		}
	}
	return at
}

// NextBreach is the running clock that is due first, or has been due longest.
func (s *State) NextBreach() (c Clock, ok bool) {
	for _, d := range s.Clocks {
		if d.Phase == Running && !d.Due.IsZero() && (!ok || d.Due.Before(c.Due)) {
			c, ok = d, true
		}
	}
	return c, ok
}

// Touched gives the clocks that changed since the last Settle.
func (s *State) Touched() (all []Clock) {
	for _, c := range s.Clocks {
		if c.touched {
			all = append(all, c)
		}
	}
	return all
}

// Settle forgets the clocks that no fact can change any more, which the caller has kept elsewhere, and what was
// touched.
func (s *State) Settle() {
	s.Clocks = slices.DeleteFunc(s.Clocks, func(c Clock) bool {
		return c.Phase == Cancelled || c.Phase == Fulfilled && (!c.Metric.byStatus() || s.Status == Closed)
	})
	for i := range s.Clocks {
		s.Clocks[i].touched = false
	}
}
