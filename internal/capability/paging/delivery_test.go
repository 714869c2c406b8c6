package paging

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// phone gives somebody a telephone, whose messages follow two minutes after the mail.
func (k *rig) phone(name string) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		id, err := insertMethod(ctx, tx, Method{UserID: k.users[name].ID, Kind: SMS, Address: "+31612345678", Label: "Phone"})
		if err != nil {
			return err
		}
		return markVerified(ctx, tx, id)
	})
}

// patience sets how a way that fails is treated.
func (k *rig) patience(tries, elsewhere int) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		return Insist.Set(ctx, tx, k.Log, Patience{Tries: tries, Elsewhere: elsewhere})
	})
}

// logged compares the attempts of a page: who, how, what became of it, and its tries, in seconds since the page.
func (k *rig) logged(p Page, want ...string) {
	k.t.Helper()
	r, err := k.Record(k.as("ada"), p.ID)
	k.must(err)
	var got []string
	for _, d := range r.Deliveries {
		line := fmt.Sprintf("%s %s %s", k.name(d.UserID), d.Kind, d.State)
		for _, t := range r.Tries {
			if t.DeliveryID == d.ID {
				line += fmt.Sprintf(" %g:%s", t.StartedAt.Sub(p.At).Seconds(), t.Outcome)
			}
		}
		got = append(got, line)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		k.t.Errorf("the attempts (-want +got):\n%s", diff)
	}
}

// TestTriedAgain sends an attempt again under the same key until the other side takes it.
func TestTriedAgain(t *testing.T) {
	each(t, func(k *rig) {
		k.patience(12, 12)
		k.answer = func(a Attempt) error {
			if a.Try < 4 {
				return errDown
			}
			return nil
		}
		p := k.page(1)
		k.wait(time.Minute)
		k.logged(p, "ana mail accepted 0:again 1:again 4:again 9:accepted")
		for _, a := range k.sent {
			if a.Key != k.sent[0].Key || a.Key == "" {
				t.Errorf("sent under %q, then %q", k.sent[0].Key, a.Key)
			}
		}
	})
}

// TestNextWay takes the next way to a person at once where one fails, and goes on trying the first.
func TestNextWay(t *testing.T) {
	each(t, func(k *rig) {
		k.phone("ana")
		k.answer = func(a Attempt) error {
			if a.Method.Kind == Mail {
				return errDown
			}
			return nil
		}
		p := k.page(1)
		k.wait(5 * time.Second)
		k.logged(p, "ana mail queued 0:again 1:again 4:again", "ana sms accepted 1:accepted")
	})
}

// TestNextPerson asks the next of the schedule where no way to the first works, then the next step: soon, for people may
// see the page in the workspace.
func TestNextPerson(t *testing.T) {
	each(t, func(k *rig) {
		k.answer = func(a Attempt) error {
			if a.User.Name == "max" {
				return nil
			}
			return fault.New(fault.Invalid, "no such address")
		}
		p := k.page(1)
		k.wait(2 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ana", "0 unreachable ana", "0 instead 0.0 ben", "0 unreachable ben", "1 step 0.1 max")
		k.logged(p, "ana mail failed 0:refused", "ben mail failed 0:refused", "max mail accepted 60:accepted")
	})
}

// TestAsked waits as long as the other side asks, within reason.
func TestAsked(t *testing.T) {
	for _, c := range []struct{ asks, want time.Duration }{{0, time.Second}, {30 * time.Second, 30 * time.Second}, {time.Hour, longestPause}} {
		cause := fault.Wrap(fault.Unavailable, &outbound.Failure{Status: 429, RetryAfter: c.asks, Err: errDown}, "busy")
		if got := pause(1, cause); got != c.want {
			t.Errorf("asked for %s: %s, want %s", c.asks, got, c.want)
		}
	}
	if got := pause(99, errDown); got != time.Minute {
		t.Errorf("after many tries: %s", got)
	}
}

// TestHeldBack keeps messages from somebody who had many, says so, and takes another way instead.
func TestHeldBack(t *testing.T) {
	each(t, func(k *rig) {
		k.do(func(ctx context.Context, tx *db.Tx) error {
			return Limits.Set(ctx, tx, k.Log, Throttle{Mail: {Most: 2, Minutes: 15}})
		})
		k.phone("ana")
		for n := range int64(3) {
			k.page(n + 1)
		}
		p := k.page(4)
		k.wait(time.Minute)
		k.logged(p, "ana mail held", "ana sms accepted 0:accepted")
		k.now = k.now.Add(16 * time.Minute) // the bound counts the last fifteen
		k.page(5, func(a *Alarm) { a.To, a.Only = []int64{k.users["ana"].ID}, true })
		k.turn()
		for _, a := range k.sent {
			if a.Page.Key == "thing:5" && a.Method.Kind == Mail && a.Held != 2 {
				t.Errorf("the next message tells of %d that were held back, want 2", a.Held)
			}
		}
	})
}

// TestTakenBack tries again what a process died over, under a new try of the same attempt; the answer that comes late from
// the first changes nothing.
func TestTakenBack(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		dead, _, err := k.claim(k.system(), nil)
		if err != nil || len(dead) != 1 {
			t.Fatalf("%v, %v", dead, err)
		}
		k.wait(40 * time.Second)
		k.logged(p, "ana mail accepted 0:lost 15:accepted")
		k.must(k.record(k.system(), dead[0], Receipt{}, errDown))
		k.logged(p, "ana mail accepted 0:lost 15:accepted")
	})
}

// TestNothingAfterTheAnswer starts no try once somebody answered: neither one that waits, nor one that was claimed, nor
// one that a dead process left.
func TestNothingAfterTheAnswer(t *testing.T) {
	each(t, func(k *rig) {
		waits, claimed := k.page(1), k.page(2)
		flights, _, err := k.claim(k.system(), nil)
		if err != nil || len(flights) != 2 {
			t.Fatalf("%v, %v", flights, err)
		}
		for _, p := range []Page{waits, claimed} {
			if _, err := k.Acknowledge(k.as("ben"), p.ID); err != nil {
				t.Fatal(err)
			}
		}
		k.send(k.system(), flights[1])
		k.wait(time.Hour / 3)
		if len(k.sent) != 0 {
			t.Errorf("%d went out", len(k.sent))
		}
		k.logged(waits, "ana mail cancelled 0:lost")
		k.logged(claimed, "ana mail cancelled 0:stopped")
	})
}

// TestPanic takes a sender that panics for one that fails.
func TestPanic(t *testing.T) {
	each(t, func(k *rig) {
		k.answer = func(a Attempt) error { panic("a defect in the sender") }
		p := k.page(1)
		k.turn()
		k.logged(p, "ana mail queued 0:again")
		if r, err := k.Record(k.as("ada"), p.ID); err != nil || !strings.Contains(r.Tries[0].Said, "defect") {
			t.Errorf("%+v, %v", r.Tries, err)
		}
	})
}

// TestSwitchedOff sends nothing more to somebody whose account was switched off while their way failed; the next person rings.
func TestSwitchedOff(t *testing.T) {
	each(t, func(k *rig) {
		k.patience(12, 12)
		k.answer = func(a Attempt) error {
			if a.User.ID != k.users["ana"].ID {
				return nil
			}
			k.do(func(ctx context.Context, tx *db.Tx) error { return k.People.SwitchOffIn(ctx, tx, a.User.ID) })
			return errDown
		}
		p := k.page(1)
		k.wait(time.Minute)
		k.logged(p, "ana mail failed 0:again 1:refused", "ben mail accepted 1:accepted")
	})
}
