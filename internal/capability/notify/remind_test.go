package notify

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// TestReminders: a customer who lets us wait is written to in their language, on the thread, and told what
// comes of silence.
func TestReminders(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		system := access.AsSystem(t.Context(), "lifecycle")
		hans := k.user(t, system, people.User{Name: "Hans Müller", Email: "hans@customer.test", Locale: "de"})
		for _, c := range []struct {
			who  people.User
			fact ticket.Aged
			want []string
		}{
			{k.dana, ticket.Aged{Step: ticket.Remind, Days: 7}, []string{"Hello Dana", "502", "as solved in 7 days"}},
			{k.dana, ticket.Aged{Step: ticket.Solve, Days: 14}, []string{"Hello Dana", "14 days", "solved"}},
			{hans, ticket.Aged{Step: ticket.Remind, Days: 7}, []string{"Guten Tag Hans", "in 7 Tagen als gelöst"}},
			{hans, ticket.Aged{Step: ticket.Solve, Days: 14}, []string{"14 Tagen", "gelöst"}},
			{k.dana, ticket.Aged{Step: ticket.Reopen, Days: 4}, nil},
			{k.dana, ticket.Aged{Step: ticket.Close, Days: 7}, nil},
		} {
			tk := k.opened(t, t.Context(), c.who, "502 after the upgrade", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
			before := len(k.mails(t, Reminder))
			k.set(t, func(tx *db.Tx) error {
				if _, err := k.Tickets.Lock(system, tx, tk.ID); err != nil {
					return err
				}
				return k.log.Append(system, tx, event.Ticket(tk.ID), c.fact)
			})
			sent := k.mails(t, Reminder)[before:]
			if c.want == nil {
				if len(sent) != 0 {
					t.Errorf("%+v: %q", c.fact, sent[0].Text)
				}
				continue
			}
			if len(sent) != 1 || len(sent[0].Recipients) != 1 || sent[0].Recipients[0].Address != c.who.Email || sent[0].TicketID != tk.ID {
				t.Fatalf("%+v: %+v", c.fact, sent)
			}
			for _, want := range c.want {
				if !strings.Contains(sent[0].Text, want) {
					t.Errorf("%+v to %s lacks %q:\n%s", c.fact, c.who.Name, want, sent[0].Text)
				}
			}
		}
	})
}

// TestNoPromise: a desk that solves nothing by itself does not say that it will.
func TestNoPromise(t *testing.T) {
	for _, german := range []bool{false, true} {
		if got := closing(ticket.LifeRules{RemindDays: 7}, german); got != "" {
			t.Errorf("%q", got)
		}
	}
}

// TestDueDateTold: whoever set a due date is reminded; where they are gone, whoever has the ticket.
func TestDueDateTold(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		system := access.AsSystem(t.Context(), "lifecycle")
		tk := k.opened(t, t.Context(), k.dana, "502", func(n *ticket.NewTicket) { n.AssigneeID = k.ben.ID })
		for _, c := range []struct{ by, want int64 }{{k.ana.ID, k.ana.ID}, {999, k.ben.ID}} {
			k.set(t, func(tx *db.Tx) error {
				if _, err := k.Tickets.Lock(system, tx, tk.ID); err != nil {
					return err
				}
				return k.log.Append(system, tx, event.Ticket(tk.ID), ticket.DueReached{By: c.by})
			})
			n, err := k.Unread(access.With(t.Context(), access.Principal{UserID: c.want, Role: access.Agent}))
			if err != nil || n == 0 {
				t.Errorf("set by %d: %d notifications of %d, %v", c.by, n, c.want, err)
			}
		}
	})
}
