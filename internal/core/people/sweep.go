package people

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const sweepKind = "people.sweep"

// Workers are the jobs of this module.
func (s *Service) Workers() []job.Worker {
	return []job.Worker{
		{Kind: resetKind, Handle: s.mailReset},
		{Kind: entryKind, Handle: s.mailEntry},
		{Kind: passwordKind, Handle: s.mailPassword},
		{Kind: sweepKind, Handle: func(ctx context.Context, _ job.Job) error { return s.sweep(ctx) }},
	}
}

// Schedules are the jobs that come by themselves.
func (s *Service) Schedules() []job.Schedule {
	return []job.Schedule{{Name: sweepKind, Kind: sweepKind, Every: time.Hour}}
}

// sweep forgets what has expired. Expired rows open nothing meanwhile; they only take room.
func (s *Service) sweep(ctx context.Context) error {
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if err := sweepSessions(ctx, tx); err != nil {
			return err
		}
		return sweepTokens(ctx, tx)
	})
}
