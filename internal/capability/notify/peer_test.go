package notify

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/test/rig"
)

// TestCheck38Relays sends one reply to three people through real servers that misbehave.
func TestCheck38Relays(t *testing.T) {
	tests := []struct {
		name    string
		manners rig.Manners
		hours   []time.Duration // when the sender looks again
		state   State
		want    map[string]submit.Outcome
		copies  map[string]int // by address, as the relay saw them
		twice   bool
	}{
		{name: "451 three times, then 250", manners: rig.Manners{Final: []string{"451 4.3.0 Busy", "451 4.3.0 Busy", "451 4.3.0 Busy"}},
			hours: []time.Duration{0, 1, 2, 3, 9}, state: Sent,
			want:   map[string]submit.Outcome{"ada": submit.Sent, "ben": submit.Sent, "cy": submit.Sent},
			copies: map[string]int{"ada": 1, "ben": 1, "cy": 1}},
		{name: "550 for one of three", manners: rig.Manners{Rcpt: map[string]string{"ben@b.test": "550 5.1.1 No such user"}},
			hours: []time.Duration{0, 1, 9}, state: Partly,
			want:   map[string]submit.Outcome{"ada": submit.Sent, "ben": submit.Failed, "cy": submit.Sent},
			copies: map[string]int{"ada": 1, "cy": 1}},
		{name: "451 for one of three for good", manners: rig.Manners{Rcpt: map[string]string{"ben@b.test": "451 4.2.1 Later"}},
			hours: []time.Duration{0, 1, 9, 80}, state: Partly,
			want:   map[string]submit.Outcome{"ada": submit.Sent, "ben": submit.Failed, "cy": submit.Sent},
			copies: map[string]int{"ada": 1, "cy": 1}},
		// A small mail lies in the socket's buffer, dot and all, before the loss shows: it may have arrived.
		{name: "the connection is lost in the message", manners: rig.Manners{MidData: true},
			hours: []time.Duration{0, 1}, state: Queued, twice: true,
			want: map[string]submit.Outcome{"ada": submit.Unknown, "ben": submit.Unknown, "cy": submit.Unknown}},
		{name: "refused after the message", manners: rig.Manners{Final: []string{"554 5.7.1 Spam"}},
			hours: []time.Duration{0, 1}, state: Failed,
			want: map[string]submit.Outcome{"ada": submit.Failed, "ben": submit.Failed, "cy": submit.Failed}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
				peer := rig.StartPeer(t, tt.manners)
				k := newDesk(t, d)
				k.relayTo(t, peer.Port)
				id := k.toThree(t)
				start := time.Now()
				for _, h := range tt.hours {
					k.drain(t, db.At(as(t.Context(), k.ana), start.Add(h*time.Hour)))
				}
				m := k.mails(t, Reply)[0]
				got := map[string]submit.Outcome{}
				for _, r := range m.Recipients {
					local, _, _ := strings.Cut(r.Address, "@")
					got[local] = r.Outcome
				}
				if diff := cmp.Diff(tt.want, got); diff != "" || m.State != tt.state {
					t.Errorf("%s, want %s (-want +got):\n%s", m.State, tt.state, diff)
				}
				if diff := cmp.Diff(tt.copies, keptBy(peer)); diff != "" {
					t.Errorf("copies (-want +got):\n%s", diff)
				}
				if m.TicketID != id || m.MaybeTwice() != tt.twice {
					t.Errorf("ticket %d, maybe twice %v", m.TicketID, m.MaybeTwice())
				}
			})
		})
	}
}

// toThree makes a ticket and an answer to its three people.
func (k *desk) toThree(t *testing.T) int64 {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "test")
	ada := k.user(t, ctx, people.User{Name: "Ada", Email: "ada@a.test"})
	ben := k.user(t, ctx, people.User{Name: "Ben", Email: "ben@b.test"})
	cy := k.user(t, ctx, people.User{Name: "Cy", Email: "cy@c.test"})
	tk := k.opened(t, ctx, ada, "Help", func(n *ticket.NewTicket) { n.CCs, n.Comment.MayAnswer = []int64{ben.ID, cy.ID}, false })
	k.update(t, as(t.Context(), k.ana), tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
	return tk.ID
}

func keptBy(peer *rig.Peer) map[string]int {
	var copies map[string]int
	for _, m := range peer.Mails() {
		if !m.Kept {
			continue
		}
		for _, to := range m.To {
			if copies == nil {
				copies = map[string]int{}
			}
			local, _, _ := strings.Cut(to, "@")
			copies[local]++
		}
	}
	return copies
}

// TestTwoSenders lets two processes' worth of senders loose on one outbox: every mail leaves once.
func TestTwoSenders(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		const mails = 40
		peer := rig.StartPeer(t, rig.Manners{})
		k := newDesk(t, d)
		k.relayTo(t, peer.Port)
		tk := k.opened(t, t.Context(), k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
		for range mails {
			k.update(t, as(t.Context(), k.ana), tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 2)
		for range 2 {
			go func() { done <- k.Run(ctx) }()
		}
		for {
			c, err := k.counts(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if c.Queued == 0 {
				break
			}
			wake := d.Listen(signal)
			select {
			case <-wake:
			case <-time.After(50 * time.Millisecond):
			}
			d.Unlisten(signal, wake)
		}
		stop()
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		seen := map[string]int{}
		for _, m := range peer.Mails() {
			head, _, _ := strings.Cut(m.Text, "\r\n\r\n")
			_, id, _ := strings.Cut(head, "Message-ID: ")
			id, _, _ = strings.Cut(id, "\r\n")
			seen[id]++
		}
		if len(seen) != mails {
			t.Errorf("%d different mails, want %d", len(seen), mails)
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s left %d times", id, n)
			}
		}
	})
}
