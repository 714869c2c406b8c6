package intake

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// arrival is a mail on its way into the ledger.
type arrival struct {
	Delivery
	within time.Duration // Inbound.Within
	raw    rawMail
	fresh  bool // it made a row; otherwise the ID is that of the delivery that it repeats
}

// enter makes mails that came at the same moment durable in one commit: their rows, their bytes and the jobs that
// file them, with one statement for each of the three.
func (s *Service) enter(ctx context.Context, batch []*arrival) error {
	return s.DB.Group(ctx, func(tx *db.Tx) error {
		for _, a := range batch {
			a.ID, a.Generation, a.fresh = 0, 1, false // the transaction may run again
		}
		for rest := batch; len(rest) > 0; {
			if err := insertDeliveries(ctx, tx, rest); err != nil {
				return err
			}
			var err error
			if rest, err = unabsorbed(ctx, tx, rest); err != nil {
				return err
			}
		}
		fresh := slices.DeleteFunc(slices.Clone(batch), func(a *arrival) bool { return !a.fresh })
		if err := insertRaws(ctx, tx, fresh); err != nil {
			return err
		}
		return enqueue(ctx, tx, ids(fresh)...)
	})
}

func ids(batch []*arrival) []int64 {
	all := make([]int64, len(batch))
	for i, a := range batch {
		all[i] = a.ID
	}
	return all
}

// unabsorbed gives those of batch that found their place taken and yet repeat nothing, each in the generation in
// which it is new.
func unabsorbed(ctx context.Context, tx *db.Tx, batch []*arrival) (rest []*arrival, err error) {
	for _, a := range batch {
		if a.fresh {
			continue
		}
		last, at, n, err := newestWithKey(ctx, tx, a.Channel, a.Key)
		if err != nil {
			return nil, err
		}
		if n > 0 && (a.within == 0 || a.ReceivedAt.Sub(at) < a.within) {
			a.ID = last
			continue
		}
		a.Generation = n + 1
		rest = append(rest, a)
	}
	return rest, nil
}

const fileKind = "intake.file"

type fileArgs struct {
	Delivery int64 `json:"delivery"`
}

// enqueue has deliveries filed once tx commits. Two jobs for one delivery do no harm, while a job that has
// done its work and is not yet gone would swallow the second.
func enqueue(ctx context.Context, tx *db.Tx, ids ...int64) error {
	args := make([]fileArgs, len(ids))
	for i, id := range ids {
		args[i].Delivery = id
	}
	return job.EnqueueAll(ctx, tx, fileKind, args)
}
