package oncall

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// followPeople takes whoever's account is switched off out of every schedule from that moment on, and says so to the
// managers: pages then go to the next person or the last resort, and never to somebody who is gone.
func (s *Service) followPeople() event.Handler {
	return event.Handler{Name: "oncall people", Kinds: []string{people.UserChanged{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			changed, err := event.Decode[people.UserChanged](e)
			if err != nil || changed.Field != "active" {
				return err
			}
			if changed.To == "true" {
				return endGone(ctx, tx, e.Subject.ID)
			}
			if err := insertGone(ctx, tx, e.Subject.ID); err != nil {
				return err
			}
			return s.alarm(ctx, tx, e.Subject.ID, e.ID)
		}}
}

// alarm tells the managers in which schedules somebody stood who is gone.
func (s *Service) alarm(ctx context.Context, tx *db.Tx, userID, cause int64) error {
	b, err := s.gather(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	n := Notice{Cause: fmt.Sprint("oncall_gone:", cause), Path: "/on-call"}
	for _, schedule := range b.schedules {
		if !slices.Contains(schedule.Members(), userID) {
			continue
		}
		line := schedule.Title + ": take them out of its layers, and choose who follows"
		on, err := b.history(schedule.ID).now(tx.Now())
		if err != nil {
			return err
		}
		if nobody(on) {
			line = schedule.Title + ": NOBODY is on call now. Pages go to the next step and the last-resort list until somebody takes over"
		}
		n.Lines = append(n.Lines, line)
	}
	if len(n.Lines) == 0 {
		return nil
	}
	n.Subject = "On call: " + b.name(userID) + " is switched off"
	n.Lead = b.name(userID) + " stands in these schedules, and is not paged any more:"
	return s.tell(ctx, tx, b, n)
}

// tell posts a notice to those who manage schedules.
func (s *Service) tell(ctx context.Context, tx *db.Tx, b *book, n Notice) error {
	if s.Notify == nil {
		return nil
	}
	if n.To == nil {
		n.To = b.managers()
	}
	if len(n.To) == 0 {
		return nil
	}
	return s.Notify(ctx, tx, n)
}

// managers are those who manage schedules.
func (b *book) managers() (list []people.User) {
	for _, u := range b.team.People {
		if u.Role.Allows(access.ManageOnCall) {
			list = append(list, u)
		}
	}
	return list
}
