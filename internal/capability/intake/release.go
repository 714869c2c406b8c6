package intake

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
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
	return s.again(ctx, id, Dead, "This mail is being read again already, or was read meanwhile")
}

// mostRetried bounds one RetryAll.
const mostRetried = 10_000

// RetryAll reads all dead mails again, as after an upgrade, and gives their number.
func (s *Service) RetryAll(ctx context.Context) (int, error) {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return 0, err
	}
	dead, err := listDeliveries(ctx, s.DB.Read(), LogFilter{State: Dead, Limit: mostRetried})
	if err != nil {
		return 0, err
	}
	n := 0
	for _, d := range dead {
		err := s.again(ctx, d.ID, Dead, "")
		if err != nil && !fault.Is(err, fault.Conflict) { // a colleague was faster
			return n, err
		}
		if err == nil {
			n++
		}
	}
	return n, nil
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
		return enqueue(ctx, tx, id)
	})
}
