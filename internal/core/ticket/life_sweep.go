package ticket

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// sweepEvery is how often the desk looks for tickets without their timer: those of before it had timers, and
// those whose rules were changed. Timers themselves fire to the second.
const (
	sweepEvery = time.Hour
	sweepAhead = 2 * sweepEvery
	sweepBatch = 200
)

// Schedules are the package's repeated jobs.
func (s *Service) Schedules() []job.Schedule {
	return []job.Schedule{{Name: "ticket timers", Kind: sweepKind, Every: sweepEvery}}
}

// LifeRules gives what happens to tickets by itself.
func (s *Service) LifeRules(ctx context.Context) (LifeRules, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return LifeRules{}, err
	}
	return Life.Get(ctx, s.db.Read())
}

// SaveLifeRules changes what happens to tickets by itself; the next sweep, at once, sets their timers anew.
func (s *Service) SaveLifeRules(ctx context.Context, r LifeRules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if err := Life.Set(ctx, tx, s.log, r); err != nil {
			return err
		}
		_, err := job.Enqueue(ctx, tx, sweepKind, nil, job.Options{})
		return err
	})
}

// sweep sets the timers that are missing and would fire before the next sweep but one.
func (s *Service) sweep(ctx context.Context) error {
	rules, err := Life.Get(ctx, s.db.Read())
	if err != nil {
		return err
	}
	for after := int64(0); ; {
		last, err := db.InTx(ctx, s.db, func(tx *db.Tx) (int64, error) { return sweepLife(ctx, tx, rules, after) })
		if err != nil {
			return err
		}
		if after = last; last == 0 {
			break
		}
	}
	if err := s.expireFiles(ctx, rules); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		due, err := dueSoon(ctx, tx, tx.Now().Add(sweepAhead))
		for _, d := range due {
			if err := armTimer(ctx, tx, dueKind, d.id, d.at); err != nil {
				return err
			}
		}
		return err
	})
}

// sweepLife looks at the tickets of a batch and gives the last one's number, 0 behind the last batch.
func sweepLife(ctx context.Context, tx *db.Tx, rules LifeRules, after int64) (last int64, err error) {
	batch, err := timedTickets(ctx, tx, after, sweepBatch)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	for _, t := range batch {
		if at := rules.next(t).at; at.Before(tx.Now().Add(sweepAhead)) {
			if err := armTimer(ctx, tx, lifeKind, t.ID, at); err != nil {
				return 0, err
			}
		}
	}
	return batch[len(batch)-1].ID, nil
}
