package emergency

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	shiftKind  = "emergency.shifts"
	shiftEvery = 5 * time.Minute
)

// longestShift is how far back a shift is looked for that ended.
const longestShift = 12 * time.Hour

// shiftEnds is when somebody is no longer on call for emergencies, to five minutes, where that is within Timers.ShiftLead;
// now itself for a shift that ended in the last hours; zero for one that goes on, and for who had none, such as a manager.
func (s *Service) shiftEnds(ctx context.Context, q db.Querier, userID int64, now time.Time) (time.Time, error) {
	if userID == 0 {
		return time.Time{}, nil
	}
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return time.Time{}, err
	}
	timers, err := TimersKey.Get(ctx, q)
	if err != nil {
		return time.Time{}, err
	}
	var failed error
	is := func(at time.Time) bool {
		on, err := s.onCall(ctx, q, rules.Schedule, at)
		failed = errors.Join(failed, err)
		return slices.Contains(on, userID)
	}
	return shiftEnd(is, now, time.Duration(timers.ShiftLead)*time.Minute), failed
}

// shiftEnd is the pure part of shiftEnds.
func shiftEnd(on func(at time.Time) bool, now time.Time, lead time.Duration) time.Time {
	switch {
	case on(now.Add(lead)):
		return time.Time{}
	case !on(now):
		for back := shiftEvery; back <= longestShift; back += time.Hour {
			if on(now.Add(-back)) {
				return now
			}
		}
		return time.Time{}
	}
	at := now.Truncate(shiftEvery).Add(shiftEvery) // shifts end at such times of the clock
	for at.Before(now.Add(lead)) && on(at) {
		at = at.Add(shiftEvery)
	}
	return at
}

type shiftArgs struct {
	Emergency int64 `json:"emergency"`
	User      int64 `json:"user"`
}

// watchShift lets a job look whether the shift of who answers for an emergency ends, until it does, or somebody else answers.
func watchShift(ctx context.Context, tx *db.Tx, a shiftArgs) error {
	at := tx.Now().Add(shiftEvery)
	_, err := job.Enqueue(ctx, tx, shiftKind, a, job.Options{At: at, Unique: fmt.Sprintf("%d:%d:%d", a.Emergency, a.User, at.UnixMicro())})
	return err
}

// lookAtShift tells who answers for an emergency, once, that their shift ends, so that it is handed over.
func (s *Service) lookAtShift(ctx context.Context, j job.Job) error {
	var a shiftArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "emergency")
	e, err := findByID(ctx, s.DB.Read(), a.Emergency)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if _, err := s.Tickets.Lock(ctx, tx, e.TicketID); err != nil {
			return err
		}
		if e, err = findByID(ctx, tx, e.ID); err != nil || !e.Open() || e.Responsible != a.User || !e.ShiftToldAt.IsZero() {
			return err
		}
		ends, err := s.shiftEnds(ctx, tx, e.Responsible, tx.Now())
		if err != nil {
			return err
		}
		_, under, err := findOpenHandOver(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if ends.IsZero() || under {
			return watchShift(ctx, tx, a)
		}
		return s.tellShift(ctx, tx, e)
	})
}

// tellShift tells who answers for a locked emergency that it is to be handed over.
func (s *Service) tellShift(ctx context.Context, tx *db.Tx, e Emergency) error {
	users, err := s.People.Named(ctx, tx, e.Responsible)
	if err != nil {
		return err
	}
	if err := saveShiftTold(ctx, tx, e.ID); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, event.Ticket(e.TicketID), ShiftEnding{User: e.Responsible}); err != nil {
		return err
	}
	return s.Tell(ctx, tx, Notice{Cause: fmt.Sprintf("emergency-shift:%d:%d", e.ID, e.Responsible), To: []people.User{users[e.Responsible]},
		Subject: fmt.Sprintf("#%d: hand the emergency over", e.TicketID),
		Lead:    "Your shift ends. The emergency goes on: answer the eight questions, and the next person accepts it.",
		Path:    ticketPath(e.TicketID) + "/emergency/hand-over"})
}
