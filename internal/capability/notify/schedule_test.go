package notify

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// bubble runs fn on both engines with fake time and the sender at work.
func bubble(t *testing.T, fn func(t *testing.T, k *desk)) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.poll = time.Hour
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { k.Run(ctx) })
		defer wg.Wait()
		defer cancel()
		fn(t, k)
	})
}

// TestTries shows when a mail is tried again, by what the relay says.
func TestTries(t *testing.T) {
	busy := submit.Recipient{Outcome: submit.Deferred, Code: 451, Enhanced: "4.7.1", Text: "Greylisted", BeforeData: true}
	away := submit.Recipient{Outcome: submit.Deferred, Text: "connection refused", BeforeData: true}
	silent := submit.Recipient{Outcome: submit.Unknown, Text: "EOF"}
	good := submit.Recipient{Outcome: submit.Sent, Code: 250}
	tests := []struct {
		name    string
		answers []submit.Recipient
		wait    time.Duration
		tries   []string // when the first tries begin
		count   int      // of all tries; 0 does not look
		state   State
		twice   bool
		notes   []NoteKind // of the author
	}{
		{name: "put off four times", answers: []submit.Recipient{busy, busy, busy, busy, good}, wait: 24 * time.Hour,
			tries: []string{"0s", "1m0s", "6m0s", "21m0s", "1h21m0s"}, count: 5, state: Sent, notes: nil},
		{name: "put off for three days", answers: []submit.Recipient{busy}, wait: 100 * time.Hour,
			tries: []string{"0s", "1m0s", "6m0s", "21m0s", "1h21m0s", "5h21m0s"}, count: 23, state: Failed, notes: []NoteKind{Bounced, MailStuck}},
		{name: "a relay that is away never makes a mail fail", answers: []submit.Recipient{away}, wait: 73 * time.Hour,
			tries: []string{"0s", "1m0s", "6m0s", "11m0s", "16m0s"}, state: Queued, notes: []NoteKind{MailStuck}},
		{name: "our password is refused", answers: []submit.Recipient{{Outcome: submit.Deferred, Code: 535, BeforeData: true}, good},
			wait: time.Hour, tries: []string{"0s", "1m0s"}, count: 2, state: Sent},
		{name: "no answer after the final dot", answers: []submit.Recipient{silent, good}, wait: 24 * time.Hour,
			tries: []string{"0s", "10m0s"}, count: 2, state: Sent, twice: true},
		{name: "refused", answers: []submit.Recipient{{Outcome: submit.Failed, Code: 550, Enhanced: "5.1.1", Text: "No such user"}},
			wait: 24 * time.Hour, tries: []string{"0s"}, count: 1, state: Failed, notes: []NoteKind{Bounced}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, k *desk) {
				tries := k.triesOf(t, tt.answers, tt.wait)
				if diff := cmp.Diff(tt.tries, tries[:min(len(tries), len(tt.tries))]); diff != "" {
					t.Errorf("tries (-want +got):\n%s", diff)
				}
				if tt.count > 0 && len(tries) != tt.count {
					t.Errorf("%d tries, want %d: %v", len(tries), tt.count, tries)
				}
				m := k.mails(t, Reply)[0]
				if m.State != tt.state || m.MaybeTwice() != tt.twice {
					t.Errorf("%s, maybe twice %v; want %s, %v", m.State, m.MaybeTwice(), tt.state, tt.twice)
				}
				var kinds []NoteKind
				for _, n := range k.notes(t, k.ana) {
					kinds = append(kinds, n.Kind)
				}
				slices.Sort(kinds)
				if diff := cmp.Diff(tt.notes, kinds); diff != "" {
					t.Errorf("the author was told (-want +got):\n%s", diff)
				}
				checkSameBytes(t, k.relay.taken)
			})
		})
	}
}

// triesOf sends a reply through a relay that gives answers in turn, past the last the last again, and lists
// when it was tried while time passed.
func (k *desk) triesOf(t *testing.T, answers []submit.Recipient, wait time.Duration) (tries []string) {
	start := time.Now()
	k.relay.answer = func(env submit.Envelope) []submit.Recipient {
		got := answers[min(len(tries), len(answers)-1)]
		tries = append(tries, time.Since(start).Truncate(time.Second).String())
		return outcome(env, got)
	}
	tk := k.opened(t, t.Context(), k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
	k.update(t, as(t.Context(), k.ana), tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
	time.Sleep(wait)
	synctest.Wait()
	return tries
}

// checkSameBytes holds the tries of one mail against the first.
func checkSameBytes(t *testing.T, taken []delivered) {
	t.Helper()
	for _, d := range taken[1:] {
		if d.text != taken[0].text {
			t.Errorf("another try gave other bytes:\n%s\n---\n%s", taken[0].text, d.text)
		}
	}
}

// A refused address is remembered on the person, who hears of nothing.
func TestRefusedAddressIsRemembered(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.relay.answer = func(env submit.Envelope) []submit.Recipient {
			return outcome(env, submit.Recipient{Outcome: submit.Failed, Code: 550, Enhanced: "5.1.1", Text: "No such user"})
		}
		ctx := as(t.Context(), k.ana)
		tk := k.opened(t, t.Context(), k.dana, "Help")
		k.update(t, ctx, tk.ID, ticket.Update{AssigneeID: &k.ben.ID, Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
		k.drain(t, ctx)
		dana, err := k.People.ByAddress(ctx, k.DB.Read(), k.dana.Email)
		if err != nil || !dana.MailFails {
			t.Errorf("%+v, %v", dana, err)
		}
		told := k.notes(t, k.ben)
		if len(told) != 3 || !strings.Contains(told[0].Detail, "550 5.1.1 No such user") { // assigned, and two mails that failed
			t.Errorf("the assignee was told %+v", told)
		}
		out, err := k.Deliveries(ctx, tk.ID)
		if err != nil || len(out) != 2 {
			t.Fatalf("%v, %v", out, err)
		}
		for _, list := range out {
			if len(list) != 1 || list[0].Outcome != submit.Failed || list[0].State != Failed {
				t.Errorf("shown as %+v", list)
			}
		}
	})
}
