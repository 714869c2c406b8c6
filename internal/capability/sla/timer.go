package sla

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// timerKind is the job that wakes a ticket's clocks at the moment they next do something by themselves. There is
// one per ticket; every change of its clocks sets it anew.
const timerKind = "sla.timer"

type timerArgs struct {
	Ticket int64 `json:"ticket"`
}

// timerKey is different for each moment: the timer that is just running must not keep the next from being set.
func timerKey(id int64, at time.Time) string { return fmt.Sprintf("%d@%d", id, at.UnixMicro()) }

// arm sets the ticket's timer to the next alarm of its clocks.
func (w *work) arm(ctx context.Context) (time.Time, error) {
	next := w.state.Alarm()
	if next.Equal(w.armed) {
		return next, nil
	}
	if !w.armed.IsZero() {
		if _, err := job.Cancel(ctx, w.tx, timerKind, timerKey(w.id, w.armed)); err != nil {
			return next, err
		}
	}
	if next.IsZero() {
		return next, nil
	}
	_, err := job.Enqueue(ctx, w.tx, timerKind, timerArgs{w.id}, job.Options{At: next, Unique: timerKey(w.id, next)})
	return next, err
}

func (s *Service) timer() job.Worker {
	return job.Worker{Kind: timerKind, Handle: func(ctx context.Context, j job.Job) error {
		var a timerArgs
		if err := j.Decode(&a); err != nil {
			return err
		}
		alone := func(tx *db.Tx) error { return s.wake(ctx, tx, a.Ticket) }
		err := s.DB.Do(ctx, func(tx *db.Tx) error {
			if err := alone(tx); err != nil {
				return err
			}
			return s.wakeOthers(ctx, tx)
		})
		if err == nil {
			return nil
		}
		return s.DB.Do(ctx, alone) // one ticket that fails must not hold up the others
	}}
}

// together is how many more timers are done in the transaction of one: when many are due at once, commits are what
// takes the time.
const together = 24

// wakeOthers does what is due on other tickets, too. Their own timers then find nothing, or are gone.
func (s *Service) wakeOthers(ctx context.Context, tx *db.Tx) error {
	ids, err := alarmed(ctx, tx, tx.Now(), together)
	for _, id := range ids {
		if err == nil {
			err = s.wake(ctx, tx, id)
		}
	}
	return err
}

// wake does what is due on a ticket, however long ago it became so: after a downtime everything that was missed
// happens once, in its order, and is marked as late.
func (s *Service) wake(ctx context.Context, tx *db.Tx, id int64) error {
	t, err := s.Tickets.Lock(ctx, tx, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	w, err := s.open(ctx, tx, id)
	if err != nil || w.fresh {
		return err
	}
	if alarm := w.state.Alarm(); alarm.IsZero() || alarm.After(tx.Now()) {
		if alarm.Equal(w.armed) && !alarm.IsZero() { // the clock of the machine jumped back: this timer comes again
			return fault.New(fault.Unavailable, "ticket #%d has nothing due before %s", t.ID, alarm.Format(time.RFC3339))
		}
		return nil
	}
	i, err := s.inquire(ctx, tx, id)
	if err != nil {
		return err
	}
	return w.conclude(ctx, i)
}
