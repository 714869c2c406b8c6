package review

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

const (
	actionKind  = "review.remind_action"
	requestKind = "review.remind_request"
)

// dueArgs is something that somebody promised by a day.
type dueArgs struct {
	ID int64 `json:"id"`
}

// searchBack bounds the look for a business day before one that is none.
const searchBack = 7

// At gives when somebody is reminded of what is due on a day: so many days before at the hour of their clock, or on the last
// business day before that; where this is over, on the day itself. Not ok: both are over. It is pure.
func (r Reminders) At(due bizcal.Date, zone *time.Location, open func(bizcal.Date) bool, now time.Time) (at time.Time, ok bool) {
	early := due.AddDays(-r.Days)
	for back := range searchBack {
		if day := early.AddDays(-back); open(day) {
			early = day
			break
		}
	}
	for _, day := range []bizcal.Date{early, due} {
		if at = Wall(zone, day, r.Hour*60); at.After(now) {
			return at, true
		}
	}
	return time.Time{}, false
}

// arm lets a job wait until somebody is to be reminded, in place of the one that waits so far.
func (s *Service) arm(ctx context.Context, tx *db.Tx, kind string, id, organization, owner int64, due bizcal.Date) error {
	key := fmt.Sprint(id)
	if _, err := job.Cancel(ctx, tx, kind, key); err != nil || due == (bizcal.Date{}) {
		return err
	}
	o, err := s.organization(ctx, tx, organization)
	if err != nil {
		return err
	}
	reader, err := s.reader(ctx, tx, o)
	if err != nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, owner)
	if err != nil {
		return err
	}
	if u := users[owner]; u.Role.Staff() {
		reader.Zone = u.Location()
	}
	hours, err := s.hours(ctx, tx, o)
	if err != nil {
		return err
	}
	rules, err := ReminderRules.Get(ctx, tx)
	if err != nil {
		return err
	}
	at, ok := rules.At(due, reader.Zone, businessDay(hours, reader.Zone), tx.Now())
	if !ok {
		return nil
	}
	_, err = job.Enqueue(ctx, tx, kind, dueArgs{id}, job.Options{At: at, Unique: key})
	return err
}

func (s *Service) armAction(ctx context.Context, tx *db.Tx, a Action) error {
	if !a.DoneAt.IsZero() || !a.RemindedAt.IsZero() {
		a.DueOn = bizcal.Date{}
	}
	return s.arm(ctx, tx, actionKind, a.ID, a.OrganizationID, a.OwnerID, a.DueOn)
}

func (s *Service) armRequest(ctx context.Context, tx *db.Tx, r Request) error {
	if r.State != RequestOpen || !r.RemindedAt.IsZero() {
		r.DueOn = bizcal.Date{}
	}
	return s.arm(ctx, tx, requestKind, r.ID, r.OrganizationID, r.AssigneeID, r.DueOn)
}

// followReminders lets what waits by the old rules wait by the new ones.
func (s *Service) followReminders() event.Handler {
	return event.Handler{Name: "review_reminders", Kinds: []string{settings.Changed{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			changed, err := event.Decode[settings.Changed](e)
			if err != nil || changed.Name != ReminderRules.Name {
				return err
			}
			return s.rearm(ctx, tx)
		}}
}

func (s *Service) rearm(ctx context.Context, tx *db.Tx) error {
	actions, err := unremindedActions(ctx, tx)
	if err != nil {
		return err
	}
	for _, a := range actions {
		if err := s.armAction(ctx, tx, a); err != nil {
			return err
		}
	}
	requests, err := unremindedRequests(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if err := s.armRequest(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}
