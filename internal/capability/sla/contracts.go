package sla

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// contractsKind is the job that asks again which tickets are owed what when contracts begin, end or run out of grace:
// no fact tells of a date that passed.
const contractsKind = "sla.contracts"

// contractsBack is how long ago a contract may have turned: longer than any downtime.
const contractsBack = 31 // days

// Contracts turn with the day in UTC.
func contractsSchedule() job.Schedule {
	return job.Schedule{Name: contractsKind, Kind: contractsKind, Every: time.Hour}
}

func (s *Service) contracts() job.Worker {
	return job.Worker{Kind: contractsKind, Handle: func(ctx context.Context, _ job.Job) error {
		last := int64(0)
		for {
			ids, err := db.InTx(ctx, s.DB, func(tx *db.Tx) ([]int64, error) {
				today := tx.Now().UTC()
				ids, err := turned(ctx, tx, today.AddDate(0, 0, -contractsBack).Format(time.DateOnly), today.Format(time.DateOnly), last, chunk)
				if err != nil {
					return nil, err
				}
				_, err = s.move(ctx, tx, clock.Cause{What: contractsKind}, ids)
				return ids, err
			})
			if err != nil || len(ids) == 0 {
				return err
			}
			last = ids[len(ids)-1]
		}
	}}
}
