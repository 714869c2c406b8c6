package queue

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ListKind says what a list is for.
type ListKind string

// The kinds of lists.
const (
	ShiftList          ListKind = "shift"         // the shift chair's
	VeryBreachedReport ListKind = "very_breached" // what waits far too long
)

// List is a list of tickets that the people of a shift go through together.
type List struct {
	ID     int64
	Kind   ListKind
	Region string    // key
	At     time.Time // the hour that the setting names
	Until  time.Time // of a shift: when every P1 and P2 must have an owner
	People []int64   // who was on shift
	Late   bool      // made later than it should have been: the desk did not run
	Ended  bool      // the shift is over
	MadeAt time.Time
	Items  []Item // in the order in which they are to be taken
}

// Short is how many items a list asks for at once: one for each person on shift. What stands behind them waits.
func (l List) Short() int { return min(max(1, len(l.People)), len(l.Items)) }

// Open counts the items that nobody has yet.
func (l List) Open() (n int) {
	for _, i := range l.Items {
		if i.ClaimedBy == 0 && !i.Owned {
			n++
		}
	}
	return n
}

// Item is a ticket on a list.
type Item struct {
	TicketID  int64
	Class     Class // Unlisted in a report
	Weight    int
	BreachAt  time.Time // as the list was made; zero: no clock ran
	ClaimedBy int64     // who said "I take it"; 0: nobody
	ClaimedAt time.Time
	DoneBy    int64
	DoneAt    time.Time
	Missed    bool // a P1 or P2 that nobody had when the shift ended
	Owned     bool // somebody has the ticket now, or it is solved
}

// Lists gives the newest lists of a kind, the newest first, n at most, with their items.
func (s *Service) Lists(ctx context.Context, kind ListKind, n int) ([]List, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findLists(ctx, s.DB.Read(), kind, n)
}

// ListByID gives one list; fault.NotFound when there is none.
func (s *Service) ListByID(ctx context.Context, id int64) (List, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return List{}, err
	}
	return findList(ctx, s.DB.Read(), id)
}

// Claim says "I take it": of a shift's list it assigns the ticket, unless somebody has it; of a report it names the one
// who sees to it, whoever works on it. A ticket that somebody else claimed is fault.Conflict.
func (s *Service) Claim(ctx context.Context, listID, ticketID int64) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	return s.tick(ctx, listID, ticketID, func(tx *db.Tx, l List, item *Item, t ticket.Ticket) error {
		if item.ClaimedBy != 0 && item.ClaimedBy != me.UserID {
			return s.taken(ctx, tx, item.ClaimedBy, t.ID)
		}
		item.ClaimedBy, item.ClaimedAt = me.UserID, tx.Now()
		switch {
		case t.AssigneeID == me.UserID, t.AssigneeID != 0 && l.Kind == VeryBreachedReport:
			return nil
		case t.AssigneeID != 0 && !s.isOff(ctx, tx, t.AssigneeID):
			return s.taken(ctx, tx, t.AssigneeID, t.ID)
		}
		_, err := s.assign(ctx, tx, t.ID, me.UserID, Pulled{To: me.UserID, Weight: item.Weight, List: l.ID}, MoveClaimed)
		return err
	})
}

// Done marks an item of a list as done: its customer has heard from us, or needs nothing more.
func (s *Service) Done(ctx context.Context, listID, ticketID int64) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	return s.tick(ctx, listID, ticketID, func(tx *db.Tx, _ List, item *Item, _ ticket.Ticket) error {
		item.DoneBy, item.DoneAt = me.UserID, tx.Now()
		if item.ClaimedBy == 0 {
			item.ClaimedBy, item.ClaimedAt = me.UserID, tx.Now()
		}
		return nil
	})
}

// tick changes one item of a locked list.
func (s *Service) tick(ctx context.Context, listID, ticketID int64, change func(*db.Tx, List, *Item, ticket.Ticket) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := s.lock(ctx, tx, ticketID)
		if err != nil {
			return err
		}
		if err := lockList(ctx, tx, listID); err != nil {
			return err
		}
		l, err := findList(ctx, tx, listID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(l.Items, func(item Item) bool { return item.TicketID == ticketID })
		if i < 0 {
			return fault.New(fault.NotFound, "Ticket #%d is not on this list", ticketID)
		}
		before := l.Items[i]
		if err := change(tx, l, &l.Items[i], t); err != nil {
			return err
		}
		if err := updateItem(ctx, tx, listID, l.Items[i]); err != nil {
			return err
		}
		done := before.DoneBy == 0 && l.Items[i].DoneBy != 0
		return s.Log.Append(ctx, tx, event.Subject{Type: "queue_list", ID: listID}, ListTicked{Ticket: ticketID, Done: done})
	})
}

func (s *Service) taken(ctx context.Context, q db.Querier, by, ticketID int64) error {
	users, err := s.People.Named(ctx, q, by)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "%s has ticket #%d already. Take the next one", users[by].Name, ticketID)
}

// isOff reports whether somebody is away. Whoever cannot be asked about is not.
func (s *Service) isOff(ctx context.Context, q db.Querier, userID int64) bool {
	ok, err := s.People.Available(ctx, q, userID, s.DB.Now(ctx))
	return err == nil && !ok
}
