package attention

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const clockKind = "attention.clock"

// clockArgs is a moment of a request's clock.
type clockArgs struct {
	Request int64     `json:"request"`
	Breach  bool      `json:"breach,omitempty"`
	At      time.Time `json:"at"`
}

func clockKey(id int64, breach bool) string { return fmt.Sprint(id, ":", breach) }

// arm lets a job wait for the warning and for the end of the time that a manager has.
func (s *Service) arm(ctx context.Context, tx *db.Tx, r Request, rules StarRules) error {
	warn := r.At.Add(r.DueAt.Sub(r.At) * time.Duration(rules.WarnPercent) / 100)
	for _, a := range []clockArgs{{r.ID, false, warn}, {r.ID, true, r.DueAt}} {
		if _, err := job.Enqueue(ctx, tx, clockKind, a, job.Options{At: a.At, Unique: clockKey(r.ID, a.Breach)}); err != nil {
			return err
		}
	}
	return nil
}

func disarm(ctx context.Context, tx *db.Tx, id int64) error {
	for _, breach := range []bool{false, true} {
		if _, err := job.Cancel(ctx, tx, clockKind, clockKey(id, breach)); err != nil {
			return err
		}
	}
	return nil
}

// lateAfter is from when on what should have happened earlier is marked as late.
const lateAfter = time.Minute

// late gives the seconds that something came after its time; 0 for what came on time.
func late(at, now time.Time) int64 {
	if d := now.Sub(at); d >= lateAfter {
		return int64(d / time.Second)
	}
	return 0
}

// fire warns, or says that the time is over: once each, and only while nobody looked.
func (s *Service) fire(ctx context.Context, j job.Job) error {
	var a clockArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "attention")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRequest(ctx, tx, a.Request)
		if err != nil || !r.SeenAt.IsZero() || !r.State.Open() {
			return err
		}
		if a.Breach && !r.BreachedAt.IsZero() || !a.Breach && (!r.WarnedAt.IsZero() || !r.BreachedAt.IsZero()) {
			return nil
		}
		if _, err := s.Tickets.Lock(ctx, tx, r.TicketID); err != nil {
			return err
		}
		cause, subject, to := "warned", "Somebody waits for a look at #%d", whom(r.ManagerID)
		if a.Breach {
			r.BreachedAt = tx.Now()
			cause, subject, to = "breached", "Nobody looked at #%d in time", nil // every lead
		} else {
			r.WarnedAt = tx.Now()
		}
		if err := updateRequest(ctx, tx, r); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(r.TicketID), Timed{Request: r.ID, Breach: a.Breach, Late: late(a.At, tx.Now())}); err != nil {
			return err
		}
		return s.tell(ctx, tx, r.notice(cause, subject), to...)
	})
}
