package crm

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const tickKind = "crm.tick"

// deserted is after how long a run that nobody works at is taken up: the command that drove it was ended, or its process died
// between two jobs.
const deserted = 15 * time.Minute

// tick does, once an hour, what is due: overrides that ended, a run that nobody works at, the run and the figures of the day.
func (s *Service) tick(ctx context.Context, _ job.Job) error {
	ctx = access.AsSystem(ctx, "crm")
	if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.expire(ctx, tx) }); err != nil {
		return err
	}
	if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.takeUp(ctx, tx) }); err != nil {
		return err
	}
	schedule, err := ScheduleKey.Get(ctx, s.DB.Read())
	if err != nil || s.DB.Now(ctx).UTC().Hour() != schedule.Hour {
		return err
	}
	if schedule.On {
		err = s.DB.Do(ctx, func(tx *db.Tx) error {
			_, err := s.startIn(ctx, tx)
			return err
		})
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) { // one is under way, or nothing is connected
			s.Logger.Warn("crm: the run of the day did not begin", "err", err)
			err = nil
		}
	}
	if err != nil {
		return err
	}
	return s.sendCounts(ctx)
}

// takeUp has a run worked at that nobody works at.
func (s *Service) takeUp(ctx context.Context, tx *db.Tx) error {
	id, err := busyRun(ctx, tx)
	if err != nil || id == 0 {
		return err
	}
	r, err := lockRun(ctx, tx, id)
	if err != nil || r.UpdatedAt.After(tx.Now().Add(-deserted)) || r.NextAt.After(tx.Now()) {
		return err
	}
	if err := s.save(ctx, tx, &r); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, r)
}
