package clearance

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// expiryKind is the job that runs at the instant at which a record ends. The door itself asks the time at every request,
// so nobody waits for it.
const expiryKind = "clearance.expire"

type expiryArgs struct {
	Record int64 `json:"record"`
}

func (s *Service) arm(ctx context.Context, tx *db.Tx, r Record) error {
	if r.ValidUntil.IsZero() {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, expiryKind, expiryArgs{Record: r.ID}, job.Options{At: r.ValidUntil, Unique: fmt.Sprint(r.ID)})
	return err
}

// expire takes somebody whose record has ended off everything that asks for it.
func (s *Service) expire(ctx context.Context, j job.Job) error {
	var a expiryArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "job")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := findRecord(ctx, tx, a.Record)
		if err != nil || r.State(tx.Now()) != Expired {
			return err
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Subject{Type: "user", ID: r.PersonID}, Ended{Record: r.ID, Fact: r.Fact}); err != nil {
			return err
		}
		return s.follow(ctx, tx, r, rules)
	})
}

// now is the instant at which a question is asked: the transaction's own where there is one, so that it does not move.
func (s *Service) now(ctx context.Context, q db.Querier) time.Time {
	if tx, ok := q.(*db.Tx); ok {
		return tx.Now()
	}
	return s.DB.Now(ctx)
}
