package ticket_test

import (
	"context"
	"errors"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestLinksToRestrictedRecords: to the customer they are refused, also while the reply could be undone; in a note, in the
// words of the customer and in a subject they stand bare, and their labels are nowhere.
func TestLinksToRestrictedRecords(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.AttachRefusals(func(context.Context, db.Querier) (ticket.Refusals, error) {
			return ticket.Refusals{Sealed: []string{"gov.example.com"}}, nil
		})
		system := access.AsSystem(t.Context(), "test")
		var tk ticket.Ticket
		err := o.db.Do(system, func(tx *db.Tx) (err error) {
			tk, err = o.CreateIn(system, tx,
				ticket.NewTicket{Subject: "[Canary](https://gov.example.com/tickets/7)", RequesterID: o.ids["dana"], Channel: "mail",
					Comment: ticket.NewComment{Public: true, Body: "see [Canary outage](https://gov.example.com/tickets/7)",
						HTML: `<a href="https://gov.example.com/tickets/7">Canary</a>`}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, undo := range []int{0, 10} {
			if err := o.db.Do(system, func(tx *db.Tx) error { return ticket.UndoSeconds.Set(system, tx, o.log, undo) }); err != nil {
				t.Fatal(err)
			}
			_, err := o.Send(o.as(t.Context(), "ana"),
				ticket.Reply{TicketID: tk.ID, Public: true, Body: "as in https://gov.example.com/tickets/7?title=Canary"})
			var found ticket.Findings
			if !errors.As(err, &found) || found[0].Code != ticket.GuardRestricted || !fault.Is(err, fault.Invalid) || found.Codes() != nil {
				t.Errorf("with %d seconds: %v", undo, err)
			}
		}
		if _, err := o.Send(o.as(t.Context(), "ana"),
			ticket.Reply{TicketID: tk.ID, Body: "as in [Canary](https://gov.example.com/tickets/7) of https://desk.test/tickets/1"}); err != nil {
			t.Fatal(err)
		}
		stored, err := db.Column[string](t.Context(), o.db.Read(), `SELECT subject FROM tickets UNION ALL SELECT body FROM comments WHERE public
			UNION ALL SELECT html FROM comments WHERE public UNION ALL SELECT body FROM comments WHERE NOT public`)
		want := []string{"restricted record 7", "see restricted record 7", "restricted record 7", "as in restricted record 7 of https://desk.test/tickets/1"}
		if err != nil || len(stored) != len(want) {
			t.Fatalf("%q, %v", stored, err)
		}
		for i := range want {
			if stored[i] != want[i] {
				t.Errorf("%q, want %q", stored[i], want[i])
			}
		}
	})
}
