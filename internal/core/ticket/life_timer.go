package ticket

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	lifeKind  = "ticket.life"
	dueKind   = "ticket.due"
	sweepKind = "ticket.sweep"
)

type timerArgs struct {
	Ticket int64 `json:"ticket"`
}

// timerKey belongs to one instant, so that a timer which fires can set the next one.
func timerKey(id int64, at time.Time) string { return fmt.Sprint(id, ":", at.UnixMicro()) }

// rearm moves the timers of a ticket that was changed.
func (s *Service) rearm(ctx context.Context, tx *db.Tx, before, after Ticket) error {
	if !before.Due.At.Equal(after.Due.At) {
		if err := moveTimer(ctx, tx, dueKind, after.ID, before.Due.At, after.Due.At); err != nil {
			return err
		}
	}
	if after.Status == Closed && before.Status == Closed || !before.Status.timed() && !after.Status.timed() {
		return nil
	}
	rules, err := Life.Get(ctx, tx)
	if err != nil {
		return err
	}
	return moveTimer(ctx, tx, lifeKind, after.ID, rules.next(before).at, rules.next(after).at)
}

// timed reports whether a status may end by itself.
func (s Status) timed() bool { return s == Pending || s == Hold || s == Solved }

func moveTimer(ctx context.Context, tx *db.Tx, kind string, id int64, from, to time.Time) error {
	if from.Equal(to) {
		return nil
	}
	if !from.IsZero() {
		if _, err := job.Cancel(ctx, tx, kind, timerKey(id, from)); err != nil {
			return err
		}
	}
	return armTimer(ctx, tx, kind, id, to)
}

func armTimer(ctx context.Context, tx *db.Tx, kind string, id int64, at time.Time) error {
	if at.IsZero() {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, kind, timerArgs{id}, job.Options{At: at, Unique: timerKey(id, at)})
	return err
}

// age does what is due on a ticket. A timer that was moved meanwhile finds nothing due.
func (s *Service) age(ctx context.Context, tx *db.Tx, id int64) error {
	t, err := lockTicket(ctx, tx, id)
	if err != nil {
		return err
	}
	rules, err := Life.Get(ctx, tx)
	if err != nil {
		return err
	}
	d := rules.next(t)
	if d.step == "" || d.at.After(tx.Now()) {
		return nil
	}
	fact := Aged{Step: d.step, Days: d.days, Late: lateness(d.at, tx.Now())}
	if d.step == Remind {
		before := t
		t.RemindedAt = tx.Now()
		if err := saveTicket(ctx, tx, &t); err != nil {
			return err
		}
		if err := s.rearm(ctx, tx, before, t); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, event.Ticket(id), fact)
	}
	if err := s.log.Append(ctx, tx, event.Ticket(id), fact); err != nil {
		return err
	}
	to := map[Step]Status{Solve: Solved, Reopen: Open, Close: Closed}[d.step]
	_, _, err = s.UpdateIn(ctx, tx, id, Update{Status: &to})
	return err
}

// reachDue tells that a due date came, once.
func (s *Service) reachDue(ctx context.Context, tx *db.Tx, id int64) error {
	t, err := lockTicket(ctx, tx, id)
	if err != nil {
		return err
	}
	if t.Due.At.IsZero() || t.Due.Told || t.Due.At.After(tx.Now()) || t.Status == Closed {
		return nil
	}
	t.Due.Told = true
	if err := saveTicket(ctx, tx, &t); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, event.Ticket(id), DueReached{By: t.Due.By, Late: lateness(t.Due.At, tx.Now())})
}

// timers are the workers that fire.
func (s *Service) timers() []job.Worker {
	fire := func(kind string, do func(context.Context, *db.Tx, int64) error) job.Worker {
		return job.Worker{Kind: kind, Handle: func(ctx context.Context, j job.Job) error {
			var a timerArgs
			if err := j.Decode(&a); err != nil {
				return err
			}
			ctx = access.AsSystem(ctx, "lifecycle")
			err := s.db.Do(ctx, func(tx *db.Tx) error { return do(ctx, tx, a.Ticket) })
			if fault.Is(err, fault.NotFound) {
				return nil // the ticket is gone, and its timer with it
			}
			return err
		}}
	}
	return []job.Worker{fire(lifeKind, s.age), fire(dueKind, s.reachDue),
		{Kind: sweepKind, Timeout: 10 * time.Minute, Handle: func(ctx context.Context, _ job.Job) error { return s.sweep(ctx) }}}
}
