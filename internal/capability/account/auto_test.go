package account

import (
	"context"
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// TestNewTicketsGoToTheEngineer gives them at once, and leaves alone what is not theirs by itself.
func TestNewTicketsGoToTheEngineer(t *testing.T) {
	bubble(t, func(k *desk) {
		before := k.open()
		k.assigned(k.ana)
		beta := k.Customer(people.Organization{Name: "Beta"})
		for _, test := range []struct {
			name   string
			change func(n *ticket.NewTicket)
			want   int64
		}{
			{"of the account", func(*ticket.NewTicket) {}, k.ana.ID},
			{"most urgent, and no emergency", func(n *ticket.NewTicket) { n.Priority = ticket.Urgent }, k.ana.ID},
			{"an emergency", func(n *ticket.NewTicket) { n.Stage = ticket.Emergency }, 0},
			{"with an owner", func(n *ticket.NewTicket) { n.AssigneeID = k.ben.ID }, k.ben.ID},
			{"of another customer", func(n *ticket.NewTicket) { n.Organization, n.RequesterID = beta.ID, k.ben.ID }, 0},
			{"the engineer's own", func(n *ticket.NewTicket) { n.Organization, n.RequesterID = k.acme.ID, k.ana.ID }, 0},
		} {
			got := k.open(test.change)
			if got.AssigneeID != test.want {
				k.T.Errorf("%s: it has %d, want %d", test.name, got.AssigneeID, test.want)
			}
			if n := len(coretest.Facts[Given](k.Core, event.Ticket(got.ID))); (n == 1) != (test.want == k.ana.ID) {
				k.T.Errorf("%s: it was given %d times", test.name, n)
			}
		}
		if got := k.Ticket(before.ID).AssigneeID; got != 0 {
			k.T.Errorf("a ticket from before has %d", got)
		}
	})
}

// TestImportsAreNotGiven leaves alone what happened elsewhere, long ago.
func TestImportsAreNotGiven(t *testing.T) {
	bubble(t, func(k *desk) {
		k.assigned(k.ana)
		ctx := access.AsSystem(k.T.Context(), "import")
		made, err := k.Tickets.Create(ctx,
			ticket.NewTicket{Subject: "Old", RequesterID: k.dan.ID, Channel: "web", Comment: ticket.NewComment{Public: true, Body: "Old", AuthorID: k.dan.ID}})
		k.Must(err)
		if got := k.Ticket(made.ID); got.AssigneeID != 0 {
			k.T.Errorf("it has %d", got.AssigneeID)
		}
	})
}

// TestSetAuto is the manager's and needs a reason; it holds from the next ticket on.
func TestSetAuto(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		k.refused(k.SetAuto(k.As(k.mia), a.ID, false, " "), fault.Invalid, "auto_why")
		k.refused(k.SetAuto(k.As(k.ben), a.ID, false, "A move"), fault.Forbidden, "", "manager of Ana Lima")
		k.refused(k.SetAuto(k.As(k.mia), 9999, false, "A move"), fault.NotFound, "")
		k.Must(k.SetAuto(k.As(k.mia), a.ID, false, "A move to another region"))
		if got := k.open().AssigneeID; got != 0 {
			k.T.Errorf("switched off, a ticket has %d", got)
		}
		k.Must(k.SetAuto(k.As(k.mia), a.ID, true, "The move is over"))
		k.Must(k.SetAuto(k.As(k.mia), a.ID, true, "The move is over"))
		if got := k.open().AssigneeID; got != k.ana.ID {
			k.T.Errorf("switched on, a ticket has %d", got)
		}
		if f := coretest.Facts[AutoSet](k.Core, AssignmentSubject(a.ID)); len(f) != 2 || f[0].On || !f[1].On {
			k.T.Errorf("the log says %+v", f)
		}
	})
}

// TestKeeps has the queue leave alone what has its engineer by the account, and nothing else.
func TestKeeps(t *testing.T) {
	bubble(t, func(k *desk) {
		k.keeps(k.open(), false, "of a customer without an engineer")
		a := k.assigned(k.ana)
		mine := k.open()
		k.keeps(mine, true, "with the engineer")
		k.keeps(k.open(func(n *ticket.NewTicket) { n.AssigneeID = k.ben.ID }), false, "with a colleague")
		k.keeps(k.open(func(n *ticket.NewTicket) { n.Stage = ticket.Emergency }), true, "an emergency of nobody")
		k.keeps(k.open(func(n *ticket.NewTicket) { n.Stage, n.AssigneeID = ticket.Emergency, k.ana.ID }), false, "an emergency with an owner")
		off := k.off(k.ana, "2000-01-10 00:00", "2000-01-12 00:00")
		k.promised(a, off, k.ben)
		theirs := k.open(func(n *ticket.NewTicket) { n.AssigneeID = k.ben.ID })
		k.keeps(theirs, false, "before the cover begins")
		k.until("2000-01-10 09:00")
		k.keeps(theirs, true, "with whoever covers now")
		first, err := k.First(k.Ctx, k.DB.Read(), k.ben.ID)
		k.Must(err)
		if !slices.Equal(first, []int64{k.acme.ID}) {
			k.T.Errorf("on top for whoever covers stand %v", first)
		}
		if first, err := k.First(k.Ctx, k.DB.Read(), k.cho.ID); err != nil || len(first) != 0 {
			k.T.Errorf("on top for a colleague stand %v, %v", first, err)
		}
		k.until("2000-01-12 00:00")
		k.keeps(theirs, false, "after the cover")
	})
}

func (k *desk) keeps(t ticket.Ticket, want bool, name string) {
	k.T.Helper()
	k.Do(func(ctx context.Context, tx *db.Tx) error {
		got, err := k.Keeps(ctx, tx, t.ID)
		if got != want {
			k.T.Errorf("%s: kept is %t", name, got)
		}
		return err
	})
}

// TestOpenWork lists emergencies, then what the customer placed, then the most urgent.
func TestOpenWork(t *testing.T) {
	bubble(t, func(k *desk) {
		priority := func(p ticket.Priority) func(n *ticket.NewTicket) { return func(n *ticket.NewTicket) { n.Priority = p } }
		low, normal, urgent, high := k.open(priority(ticket.Low)), k.open(priority(ticket.Normal)), k.open(priority(ticket.Urgent)),
			k.open(priority(ticket.High))
		burning := k.emergency(k.ben.ID)
		solved := ticket.Solved
		k.update(k.open(func(n *ticket.NewTicket) { n.AssigneeID = k.ben.ID }).ID, ticket.Update{Status: &solved})
		list := func(want ...int64) {
			k.T.Helper()
			rows, err := k.OpenWork(k.Ctx, k.acme.ID)
			k.Must(err)
			var got []int64
			for _, r := range rows {
				got = append(got, r.ID)
			}
			if !slices.Equal(got, want) {
				k.T.Errorf("the order is %v, want %v", got, want)
			}
		}
		list(burning.ID, urgent.ID, high.ID, normal.ID, low.ID)
		k.order[k.acme.ID] = []int64{low.ID, burning.ID, 9999, high.ID}
		list(burning.ID, low.ID, high.ID, urgent.ID, normal.ID)
	})
}
