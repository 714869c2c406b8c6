package intake

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Release lets a held mail through: it is filed whatever it looks like. fault.Conflict when it is not held.
func (s *Service) Release(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return err
	}
	return s.again(ctx, id, Held, "This mail is not held any more")
}

// Retry reads a dead mail again with the parser of today. What it says is added to its ticket.
func (s *Service) Retry(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return err
	}
	return s.again(ctx, id, Dead, "This mail has been read meanwhile")
}

// RetryAll reads all dead mails again, as after an upgrade, and gives their number.
func (s *Service) RetryAll(ctx context.Context) (int, error) {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return 0, err
	}
	dead, err := listDeliveries(ctx, s.DB.Read(), LogFilter{State: Dead, Limit: 10_000})
	if err != nil {
		return 0, err
	}
	for i, d := range dead {
		if err := s.again(ctx, d.ID, Dead, ""); err != nil {
			return i, err
		}
	}
	return len(dead), nil
}

func (s *Service) again(ctx context.Context, id int64, from State, otherwise string) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		d, err := lockDelivery(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.State != from {
			return fault.New(fault.Conflict, "%s", otherwise)
		}
		d.State, d.Released, d.Reason, d.Attempts, d.Error = Pending, true, "", 0, ""
		if err := saveDelivery(ctx, tx, d); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Subject{Type: "delivery", ID: id}, HeldBack{Released: true}); err != nil {
			return err
		}
		_, err = job.Enqueue(ctx, tx, fileKind, fileArgs{id}, job.Options{Unique: fmt.Sprint(id)})
		return err
	})
}
