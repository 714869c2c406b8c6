package notify

import (
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// replied gives a reply that went out.
func (k *desk) replied(t *testing.T) Mail {
	t.Helper()
	tk := k.opened(t, t.Context(), k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
	k.update(t, as(t.Context(), k.ana), tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
	k.drain(t, as(t.Context(), k.ana))
	return k.mails(t, Reply)[0]
}

func TestBounces(t *testing.T) {
	tests := []struct {
		name   string
		report func(m Mail) Report
		failed bool
		told   int
		err    fault.Kind // 0: none
	}{
		{name: "by the return path", report: func(m Mail) Report {
			return Report{Outbox: m.ID, Recipient: "Dana@Customer.test", Hard: true, Text: "5.1.1 unknown"}
		}, failed: true, told: 1},
		{name: "by the Message-ID", report: func(m Mail) Report {
			return Report{MessageID: bare(m.MessageID), Recipient: "dana@customer.test", Hard: true, Text: "unknown"}
		}, failed: true, told: 1},
		{name: "by the comment, where the relay changed the id", report: func(m Mail) Report {
			return Report{MessageID: "other@relay.test", CommentID: m.CommentID, Recipient: "dana@customer.test", Hard: true, Text: "unknown"}
		}, failed: true, told: 1},
		{name: "from an address behind it", report: func(m Mail) Report {
			return Report{Outbox: m.ID, Recipient: "dana.private@elsewhere.test", Hard: true, Text: "unknown"}
		}, failed: true, told: 1},
		{name: "a delay", report: func(m Mail) Report {
			return Report{Outbox: m.ID, Recipient: "dana@customer.test", Text: "4.4.1 still trying"}
		}},
		{name: "about no mail of ours", report: func(Mail) Report { return Report{MessageID: "x@y.test", Hard: true} }, err: fault.NotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, k *desk) {
				m := k.replied(t)
				ctx := access.AsSystem(t.Context(), "mail")
				for range 2 { // a second report changes nothing
					err := k.DB.Do(ctx, func(tx *db.Tx) error { return k.Bounced(ctx, tx, tt.report(m)) })
					if tt.err != 0 && !fault.Is(err, tt.err) || tt.err == 0 && err != nil {
						t.Fatal(err)
					}
				}
				dana, err := k.People.ByAddress(ctx, k.DB.Read(), k.dana.Email)
				if err != nil || dana.MailFails != tt.failed {
					t.Errorf("mail fails: %v, want %v; %v", dana.MailFails, tt.failed, err)
				}
				m = k.mails(t, Reply)[0]
				if (m.State == Failed) != tt.failed || (m.Recipients[0].Outcome == submit.Failed) != tt.failed {
					t.Errorf("%s, %+v", m.State, m.Recipients)
				}
				if got := k.notes(t, k.ana); len(got) != tt.told {
					t.Errorf("the author was told %+v", got)
				}
			})
		})
	}
}

func TestRetry(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		good := false
		k.relay.answer = func(env submit.Envelope) []submit.Recipient {
			if good {
				return outcome(env, submit.Recipient{Outcome: submit.Sent, Code: 250})
			}
			return outcome(env, submit.Recipient{Outcome: submit.Failed, Code: 554, Enhanced: "5.7.1", Text: "Spam"})
		}
		m := k.replied(t)
		if m.State != Failed {
			t.Fatal(m.State)
		}
		ctx := as(t.Context(), k.ana)
		good = true
		if err := k.Retry(ctx, m.ID); err != nil {
			t.Fatal(err)
		}
		k.drain(t, ctx)
		if m = k.mails(t, Reply)[0]; m.State != Sent || m.Attempts != 2 || m.MaybeTwice() {
			t.Errorf("%+v", m)
		}
		if err := k.Retry(ctx, m.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("sending a sent mail again: %v", err)
		}
		if err := k.Retry(as(t.Context(), k.dana), m.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer: %v", err)
		}
		dana, err := k.People.ByAddress(ctx, k.DB.Read(), k.dana.Email)
		if err != nil || dana.MailFails {
			t.Errorf("a refusal of the mail counts against the address: %v", err)
		}
	})
}

func TestOutboxLog(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.ana)
		tk := k.opened(t, ctx, k.dana, "Help")
		for range pageSize + 5 {
			k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Hello"}})
		}
		page, next, err := k.Outbox(ctx, Filter{Kind: Reply, Address: "DANA@"}, 0)
		if err != nil || len(page) != pageSize || next == 0 || len(page[0].Recipients) != 1 || page[0].Text != "" {
			t.Fatalf("%d mails, next %d, %v", len(page), next, err)
		}
		rest, end, err := k.Outbox(ctx, Filter{Kind: Reply}, next)
		if err != nil || len(rest) != 5 || end != 0 || rest[0].ID >= page[pageSize-1].ID {
			t.Errorf("%d more, end %d, %v", len(rest), end, err)
		}
		for _, f := range []Filter{{State: Failed}, {Twice: true}, {Address: "nobody"}, {TicketID: tk.ID + 1}, {Address: "%"}} {
			if none, _, err := k.Outbox(ctx, f, 0); err != nil || len(none) != 0 {
				t.Errorf("%+v finds %d, %v", f, len(none), err)
			}
		}
		c, err := k.Counts(ctx)
		if err != nil || c.Queued != pageSize+6 || c.Oldest.IsZero() {
			t.Errorf("%+v, %v", c, err)
		}
		if err := k.probe(ctx); err != nil {
			t.Errorf("health while mail is fresh: %v", err)
		}
		late := db.At(ctx, time.Now().Add(time.Hour))
		if err := k.probe(late); err == nil || !strings.Contains(err.Error(), "hang") {
			t.Errorf("health when nothing is tried: %v", err)
		}
		if _, _, err := k.Outbox(as(t.Context(), k.dana), Filter{}, 0); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer: %v", err)
		}
	})
}
