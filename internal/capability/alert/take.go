package alert

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
)

// Outcome is what became of a report.
type Outcome string

// The outcomes.
const (
	Opened   Outcome = "opened"   // a new alert
	Repeated Outcome = "repeated" // what stands already
	Changed  Outcome = "changed"  // a group grew, shrank or got worse
	Answered Outcome = "answered" // the sender's side acknowledged it
	Closed   Outcome = "closed"
	Stale    Outcome = "stale"   // older than what is known
	Ignored  Outcome = "ignored" // an end or an answer to what is not open
	Noted    Outcome = "noted"   // a change, which is no alert
)

// MemberState is where one alert of a group stands.
type MemberState string

// The states of a member. One is gone when the sender no longer names it: its end was never told, so it may fire again.
const (
	MemberFiring   MemberState = "firing"
	MemberResolved MemberState = "resolved"
	MemberGone     MemberState = "gone"
)

// Member is one alert of a group.
type Member struct {
	wire.Member
	State MemberState
}

// known is what is known of a key before a report of it is taken.
type known struct {
	alert   *Alert            // that is open; nil: none is
	members map[string]Member // of the open alert, by fingerprint
	// ends are when the sender says that it ended last, by fingerprint; "" for an alert without members.
	ends map[string]time.Time
}

// taken is what is to be kept.
type taken struct {
	outcome Outcome
	alert   Alert
	members []Member
	ends    map[string]time.Time // that are new
}

// take works out what a report means for what is known. It is pure: the same report twice changes nothing the second time
// but the count, and reports that arrive in another order than they were sent end in the same state, as far as the sender
// says when they were true.
func (k known) take(r wire.Report, now time.Time) taken {
	if len(r.Members) > 0 {
		return k.takeGroup(r, now)
	}
	switch r.Action {
	case wire.Acknowledge:
		return k.answer(r, now)
	case wire.Resolve:
		return k.end(r, now)
	}
	return k.trigger(r, now)
}

// trigger takes a report that one alert fires.
func (k known) trigger(r wire.Report, now time.Time) taken {
	if ended, ok := k.ends[""]; ok && !r.At.IsZero() && r.At.Before(ended) {
		return k.heard(Stale, now)
	}
	if k.alert == nil {
		a := Alert{Key: r.Key, Sender: r.Sender, State: Triggered, OpenedAt: now, LastAt: now, Times: 1, SaidAt: r.At}
		a.describe(r)
		return taken{outcome: Opened, alert: a}
	}
	a := *k.alert
	a.Times, a.LastAt = a.Times+1, now
	if !r.At.IsZero() && r.At.Before(a.SaidAt) {
		return taken{outcome: Stale, alert: a} // it counts, but what it says is older than what is known
	}
	worse := r.Severity.Worse(a.Severity)
	a.describe(r)
	if !r.At.IsZero() {
		a.SaidAt = r.At
	}
	if worse {
		return taken{outcome: Changed, alert: a}
	}
	return taken{outcome: Repeated, alert: a}
}

// answer takes a report that somebody at the sender's side has seen the alert.
func (k known) answer(r wire.Report, now time.Time) taken {
	t := k.heard(Ignored, now)
	if k.alert == nil {
		return t
	}
	t.outcome = Repeated
	if t.alert.State == Triggered {
		t.outcome, t.alert.State, t.alert.AckedAt = Answered, Acknowledged, now
	}
	return t
}

// end takes a report that one alert is over. Its time is kept, for what was sent before and comes later.
func (k known) end(r wire.Report, now time.Time) taken {
	t := k.heard(Ignored, now)
	if !r.At.IsZero() && r.At.After(k.ends[""]) {
		t.ends = map[string]time.Time{"": r.At}
	}
	if k.alert == nil {
		return t
	}
	if !r.At.IsZero() && r.At.Before(k.alert.SaidAt) { // it ended, and fired anew since
		t.outcome = Stale
		return t
	}
	t.outcome = Closed
	t.alert.close(BySender, now)
	for _, m := range k.members { // a group that is over as a whole, by a sender who tells no members
		if m.State == MemberFiring {
			m.State = MemberGone
			t.members = append(t.members, m)
		}
	}
	return t
}

// heard is what is left when a report changes nothing but that the alert was heard of.
func (k known) heard(outcome Outcome, now time.Time) taken {
	t := taken{outcome: outcome}
	if k.alert != nil {
		t.alert = *k.alert
		t.alert.Times, t.alert.LastAt = t.alert.Times+1, now
	}
	return t
}
