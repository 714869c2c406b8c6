package ticket

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// bulkWorker goes on where it was stopped: every ticket is one transaction with its result.
func (s *Service) bulkWorker() job.Worker {
	return job.Worker{Kind: bulkKind, Timeout: time.Hour, Handle: func(ctx context.Context, j job.Job) error {
		var a bulkArgs
		if err := j.Decode(&a); err != nil {
			return err
		}
		b, err := findBulk(ctx, s.db.Read(), a.Bulk)
		if err != nil {
			return err
		}
		for i, t := range b.Tickets {
			if t.Result != BulkWaits {
				continue
			}
			if b.Tickets[i].Result, err = s.bulkOne(ctx, b, t.ID); err != nil {
				return err
			}
		}
		return s.finishBulk(ctx, b)
	}}
}

// bulkOne updates one ticket as whoever asked, with the role they have now.
func (s *Service) bulkOne(ctx context.Context, b Bulk, id int64) (BulkResult, error) {
	err := s.db.Do(ctx, func(tx *db.Tx) error {
		users, err := s.people.Named(ctx, tx, b.ByID)
		if err != nil {
			return err
		}
		u := b.Changes
		if b.Comment != nil {
			u.Comment = &NewComment{Public: b.Comment.Public, Body: b.Comment.Body}
		}
		if _, _, err := s.UpdateIn(access.With(ctx, users[b.ByID].Principal("web")), tx, id, u); err != nil {
			return err
		}
		return markBulk(ctx, tx, b.ID, id, BulkDone, "")
	})
	switch fault.KindOf(err) {
	case fault.Conflict, fault.Forbidden, fault.Invalid, fault.NotFound:
		sentence, _ := fault.Public(err)
		return BulkRefused, s.db.Do(ctx, func(tx *db.Tx) error { return markBulk(ctx, tx, b.ID, id, BulkRefused, sentence) })
	}
	return BulkDone, err
}

func (s *Service) finishBulk(ctx context.Context, b Bulk) error {
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if first, err := endBulk(ctx, tx, b.ID); err != nil || !first {
			return err
		}
		ctx := access.AsSystem(ctx, "bulk")
		return s.log.Append(ctx, tx, bulkSubject(b.ID), BulkFinished{Done: b.Count(BulkDone), Refused: b.Count(BulkRefused)})
	})
}
