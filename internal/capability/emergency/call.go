package emergency

import (
	"slices"
	"time"
)

// Call is a call with the customer of an emergency: a bridge that several people may stand on.
type Call struct {
	ID          int64
	EmergencyID int64
	Link        string // where to join; may be empty
	StartedBy   int64
	StartedAt   time.Time
	EndedAt     time.Time // zero: it goes on
	BreakFrom   time.Time // the time to the next break counts from here
	BreakUntil  time.Time // zero: they are not on a break
	SilentSince time.Time // zero: the customer is there
	Problem     string    // as it was defined last
	ProblemAt   time.Time
}

// Timer is a time of a call that runs out.
type Timer string

// The timers (oncall-and-incidents.md, CEOC stages).
const (
	BreakDue    Timer = "break"      // tell the customer about a break
	BreakOver   Timer = "break_over" // go on
	FollowUpDue Timer = "follow_up"  // the customer is silent: ask again
	CloseDue    Timer = "close"      // still silent: close the call, the ticket becomes high
	RedefineDue Timer = "redefine"   // say anew what the problem is
)

// Deadline is when a timer of a call runs out.
type Deadline struct {
	Timer Timer
	At    time.Time
}

// Deadlines lists what a call runs up to, the next first. A call that ended has none.
func (c Call) Deadlines(t Timers) []Deadline {
	if !c.EndedAt.IsZero() {
		return nil
	}
	in := func(from time.Time, minutes int) time.Time { return from.Add(time.Duration(minutes) * time.Minute) }
	all := []Deadline{{RedefineDue, in(c.ProblemAt, t.Redefine)}}
	if c.BreakUntil.IsZero() {
		all = append(all, Deadline{BreakDue, in(c.BreakFrom, t.Break)})
	} else {
		all = append(all, Deadline{BreakOver, c.BreakUntil})
	}
	if !c.SilentSince.IsZero() {
		all = append(all, Deadline{FollowUpDue, in(c.SilentSince, t.FollowUp)}, Deadline{CloseDue, in(c.SilentSince, t.FollowUp+t.Close)})
	}
	slices.SortStableFunc(all, func(a, b Deadline) int { return a.At.Compare(b.At) })
	return all
}

// CallChange is something that happens in a call.
type CallChange string

// The changes.
const (
	CustomerHere   CallChange = "here"    // they joined, or spoke
	CustomerSilent CallChange = "silent"  // they went away without a word
	BreakBegan     CallChange = "break"   // everybody has one
	BreakEnded     CallChange = "resumed" // before its time, or at it
	Redefined      CallChange = "redefined"
	CallEnded      CallChange = "ended"
)

// CallChanges lists them.
func CallChanges() []CallChange {
	return []CallChange{CustomerHere, CustomerSilent, BreakBegan, BreakEnded, Redefined, CallEnded}
}

// After is the call after a change at now. Somebody who is on a break is not silent: their silence counts anew when it ends.
func (c Call) After(what CallChange, t Timers, now time.Time) Call {
	switch what {
	case CustomerHere:
		c.SilentSince = time.Time{}
	case CustomerSilent:
		if c.SilentSince.IsZero() {
			c.SilentSince = now
		}
	case BreakBegan:
		c.BreakUntil = now.Add(time.Duration(t.BreakFor) * time.Minute)
		c.SilentSince = time.Time{}
	case BreakEnded:
		c.BreakFrom, c.BreakUntil = now, time.Time{}
	case Redefined:
		c.ProblemAt = now
	case CallEnded:
		c.EndedAt = now
	}
	return c
}
