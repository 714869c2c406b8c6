package discussion

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// The jobs that cross: an item, and the word that it is over. pullKind reads inwards.
const (
	crossKind = "discussion.cross"
	closeKind = "discussion.close"
	pullKind  = "discussion.pull"
)

type itemArgs struct {
	Item int64 `json:"item"`
}

// cross gives an item to the other side. It is looked through once more: what became known since it was written counts. Its
// mark makes a second delivery, after a crash, the first.
func (s *Service) cross(ctx context.Context, j job.Job) error {
	i, err := s.itemOf(ctx, j)
	if err != nil || i.State != Leaving {
		return err
	}
	ctx = access.AsSystem(ctx, "discussion")
	ids, err := s.Known(ctx, s.DB.Read(), i.TicketID)
	if err != nil {
		return err
	}
	if places, _ := look(ids, i.Draft); len(places) > 0 {
		return s.move(ctx, i.ID, func(i *Item, _ *db.Tx) { i.State, i.Problem = Stopped, places.Error() })
	}
	ref, err := s.Deliver(ctx, i.crossing())
	if err != nil {
		return err
	}
	if err := s.move(ctx, i.ID, func(i *Item, tx *db.Tx) { i.State, i.Ref, i.LeftAt = Away, ref, tx.Now() }); err != nil {
		return err
	}
	t, err := s.Tickets.Load(ctx, s.DB.Read(), i.TicketID)
	if err != nil || t.Status != ticket.Solved && t.Status != ticket.Closed {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.close(ctx, tx, i) })
}

func (s *Service) itemOf(ctx context.Context, j job.Job) (Item, error) {
	var a itemArgs
	if err := j.Decode(&a); err != nil {
		return Item{}, err
	}
	return findItem(ctx, s.DB.Read(), a.Item)
}

// move changes an item and says so in the ticket's log.
func (s *Service) move(ctx context.Context, id int64, edit func(i *Item, tx *db.Tx)) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, err := lockItem(ctx, tx, id)
		if err != nil {
			return err
		}
		edit(&i, tx)
		if err := updateItem(ctx, tx, i); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(i.TicketID), Moved{Item: i.ID, To: i.State})
	})
}

// followTickets ends the items of a ticket that is solved.
func (s *Service) followTickets() event.Handler {
	return event.Handler{Name: "discussion", Kinds: []string{ticket.Changed{}.EventKind()}, Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
		changed, err := event.Decode[ticket.Changed](e)
		if err != nil || changed.Field != "status" || changed.To != ticket.Solved.String() && changed.To != ticket.Closed.String() {
			return err
		}
		items, err := itemsOf(ctx, tx, e.Subject.ID)
		if err != nil {
			return err
		}
		for _, i := range items {
			if i.Open() {
				if err := s.close(ctx, tx, i); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}

func (s *Service) close(ctx context.Context, tx *db.Tx, i Item) error {
	_, err := job.Enqueue(ctx, tx, closeKind, itemArgs{i.ID}, job.Options{Unique: i.Mark})
	return err
}

// tellClosed tells the other side that the matter is over, once the last answers are read.
func (s *Service) tellClosed(ctx context.Context, j job.Job) error {
	i, err := s.itemOf(ctx, j)
	if err != nil || !i.Open() {
		return err
	}
	ctx = access.AsSystem(ctx, "discussion")
	if err := s.pull(ctx, i); err != nil {
		return err
	}
	if err := s.Deps.Close(ctx, i.Ref); err != nil {
		return err
	}
	return s.move(ctx, i.ID, func(i *Item, tx *db.Tx) { i.State, i.ClosedAt = Closed, tx.Now() })
}
