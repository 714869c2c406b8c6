package discussion

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Write takes a draft. What holds anything of the customer is refused with every place (Places in the chain of the error),
// and nothing leaves; else it leaves at once, or waits for a second reader where the desk wants one.
func (s *Service) Write(ctx context.Context, d Draft) (Item, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Item{}, err
	}
	if err := s.bridged(); err != nil {
		return Item{}, err
	}
	if err := d.check(); err != nil {
		return Item{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Item, error) {
		t, err := s.Tickets.Load(ctx, tx, d.TicketID)
		if err != nil {
			return Item{}, err
		}
		ids, err := s.Known(ctx, tx, t.ID)
		if err != nil {
			return Item{}, err
		}
		if places, _ := look(ids, d); len(places) > 0 {
			return Item{}, places.refused()
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil {
			return Item{}, err
		}
		actor, _ := access.From(ctx)
		i := Item{Draft: d, AuthorID: actor.UserID, State: Leaving, Mark: newMark(), WrittenAt: tx.Now()}
		if rules.SecondReader {
			i.State = Reading
		}
		if i.ID, err = insertItem(ctx, tx, i); err != nil {
			return i, err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(t.ID), Written{Item: i.ID}); err != nil || rules.SecondReader {
			return i, err
		}
		return i, s.send(ctx, tx, i)
	})
}

// Clean gives a draft with placeholders in the place of all that must not leave, to be read again, and what they were.
func (s *Service) Clean(ctx context.Context, d Draft) (Draft, Places, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return d, nil, err
	}
	ids, err := s.Known(ctx, s.DB.Read(), d.TicketID)
	if err != nil {
		return d, nil, err
	}
	places, clean := look(ids, d)
	return clean, places, nil
}

// Approve has an item leave that somebody else wrote.
func (s *Service) Approve(ctx context.Context, id int64) (Item, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Item{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Item, error) {
		i, err := lockItem(ctx, tx, id)
		if err != nil {
			return i, err
		}
		actor, _ := access.From(ctx)
		switch {
		case i.State != Reading && i.State != Stopped:
			return i, fault.New(fault.Conflict, "This item does not wait to be read any more")
		case i.State == Reading && actor.UserID == i.AuthorID:
			return i, fault.New(fault.Forbidden, "You wrote this. Another pair of eyes has to read it before it leaves")
		}
		i.ReaderID, i.State, i.Problem = actor.UserID, Leaving, ""
		if err := updateItem(ctx, tx, i); err != nil {
			return i, err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(i.TicketID), Moved{Item: i.ID, To: Leaving}); err != nil {
			return i, err
		}
		return i, s.send(ctx, tx, i)
	})
}

func (s *Service) send(ctx context.Context, tx *db.Tx, i Item) error {
	_, err := job.Enqueue(ctx, tx, crossKind, itemArgs{i.ID}, job.Options{Unique: i.Mark})
	return err
}

func (s *Service) bridged() error {
	if s.Deliver == nil {
		return fault.New(fault.Conflict, "This desk is not restricted, so it needs no bridge: write an internal note, or link the tickets")
	}
	return nil
}
