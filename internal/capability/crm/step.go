package crm

import (
	"context"
	"errors"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const workKind = "crm.work"

// managing is what whoever works with the CRM may do.
const managing = access.ManageSettings

type workArgs struct {
	Run int64 `json:"run"`
}

// turn is how long one job works at a run before it makes room for others. A process that dies loses the step it was in.
const turn = 20 * time.Second

// work goes on with a run, and leaves the rest to the next job.
func (s *Service) work(ctx context.Context, j job.Job) error {
	var a workArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "crm")
	begun := s.DB.Now(ctx)
	for {
		r, err := findRun(ctx, s.DB.Read(), a.Run)
		if err != nil || !r.Busy {
			return err
		}
		pause, err := s.step(ctx, &r)
		switch {
		case errors.Is(err, errMoved): // another worker has it
			return nil
		case err != nil:
			return err
		case !r.Busy:
			return nil
		}
		if pause > turn || s.DB.Now(ctx).Sub(begun) > turn {
			return s.later(ctx, r, pause)
		}
		if err := rest(ctx, pause); err != nil {
			return err
		}
	}
}

// later leaves a run to a job of its own.
func (s *Service) later(ctx context.Context, r Run, pause time.Duration) error {
	err := s.DB.Do(ctx, func(tx *db.Tx) error {
		r.NextAt = tx.Now().Add(pause)
		if err := s.save(ctx, tx, &r); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, r)
	})
	if errors.Is(err, errMoved) {
		return nil
	}
	return err
}

func rest(ctx context.Context, pause time.Duration) error {
	if pause <= 0 {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// step does the next step of a run, each in transactions of its own, and says how long to wait before the next. What goes wrong
// with the CRM is noted on the run, and is no error here.
func (s *Service) step(ctx context.Context, r *Run) (time.Duration, error) {
	var pause time.Duration
	var err error
	switch r.State {
	case Fetching:
		pause, err = s.fetch(ctx, r)
	case Meaning:
		err = s.mapNext(ctx, r)
	case Comparing:
		err = s.compareAll(ctx, r)
	case Applying:
		pause, err = s.applyNext(ctx, r)
	default:
		return 0, errMoved
	}
	if err == nil || errors.Is(err, errMoved) {
		return pause, err
	}
	if ctx.Err() != nil { // it was told to stop; what then went wrong says nothing
		return 0, ctx.Err()
	}
	return s.stumble(ctx, r, err)
}

// stumble notes on a run what went wrong. What may pass is tried again, later each time; anything else stops the run until
// somebody resumes it. Nothing is lost either way.
func (s *Service) stumble(ctx context.Context, r *Run, cause error) (time.Duration, error) {
	var pause time.Duration
	err := s.DB.Do(ctx, func(tx *db.Tx) error {
		fresh, err := lockRun(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if !fresh.Busy || fresh.State != r.State {
			return errMoved
		}
		*r = fresh
		r.Said, _ = fault.Public(cause)
		r.Tries++
		if pause = s.Backoff(r.Tries, salesforce.Wait(cause)); fault.Is(cause, fault.Unavailable) {
			r.NextAt = tx.Now().Add(pause)
		} else {
			r.Busy, r.Stopped, pause = false, true, 0
			if err := s.tellStopped(ctx, tx, *r); err != nil {
				return err
			}
		}
		return s.save(ctx, tx, r)
	})
	s.Logger.Warn("crm: a step failed", "run", r.ID, "state", r.State, "tries", r.Tries, "err", cause)
	return pause, err
}

// advance does a step of a run in a transaction of its own. r is the run as the step leaves it, once that is committed.
func (s *Service) advance(ctx context.Context, r *Run, step func(tx *db.Tx, next *Run) error) error {
	var next Run
	err := s.DB.Do(ctx, func(tx *db.Tx) error {
		next = *r
		if err := step(tx, &next); err != nil {
			return err
		}
		return s.moved(ctx, tx, &next)
	})
	if err == nil {
		*r = next
	}
	return err
}

// moved notes that a step went well.
func (s *Service) moved(ctx context.Context, tx *db.Tx, r *Run) error {
	r.Tries, r.NextAt, r.Said = 0, time.Time{}, ""
	return s.save(ctx, tx, r)
}

// Drive works at a run in the caller's own process until it waits for somebody or is over, and tells how far it is. Others may
// work at it, too: each step is done once.
func (s *Service) Drive(ctx context.Context, id int64, told func(Run)) (Run, error) {
	if err := access.Check(ctx, managing); err != nil {
		return Run{}, err
	}
	ctx = access.AsSystem(ctx, "crm")
	for {
		r, err := findRun(ctx, s.DB.Read(), id)
		if err != nil {
			return r, err
		}
		if told != nil {
			told(r)
		}
		if !r.Busy {
			return r, nil
		}
		pause, err := s.step(ctx, &r)
		if errors.Is(err, errMoved) {
			pause, err = 200*time.Millisecond, nil // another worker has it; its next version comes
		}
		if err != nil {
			return r, err
		}
		if err := rest(ctx, pause); err != nil {
			return r, fault.Wrap(fault.Unavailable, err, "Stopped. Nothing is lost: the same command goes on")
		}
	}
}
