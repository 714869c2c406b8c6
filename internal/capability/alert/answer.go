package alert

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Acknowledge says that the actor looks at an alert: nobody else is paged for it. One that is acknowledged already stays
// with whom it is with; one that is over is fault.Conflict.
func (s *Service) Acknowledge(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	who, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		a, _, err := lockAlert(ctx, tx, id)
		switch {
		case err != nil || a.State == Acknowledged:
			return err
		case !a.Open():
			return isOver(a)
		}
		a.State, a.AckedBy, a.AckedAt = Acknowledged, who.UserID, tx.Now()
		if err := updateAlert(ctx, tx, a); err != nil {
			return err
		}
		return s.answered(ctx, tx, a, WasAcknowledged{})
	})
}

// Resolve says that an alert is over, by the actor's word. If it still fires, its monitor says so again, and that is a new
// alert. Resolving twice is no error.
func (s *Service) Resolve(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		a, m, err := lockAlert(ctx, tx, id)
		if err != nil || !a.Open() {
			return err
		}
		a.close(ByPerson, tx.Now())
		if err := updateAlert(ctx, tx, a); err != nil {
			return err
		}
		return s.over(ctx, tx, m, a)
	})
}

func isOver(a Alert) error {
	return fault.New(fault.Conflict, "This alert of %s is over already, so there is nothing to acknowledge", a.Service)
}

// PageAnswered is told that somebody acknowledged the page of a subject: if that is an alert, they look at it.
func (s *Service) PageAnswered(ctx context.Context, tx *db.Tx, subject event.Subject, userID int64) error {
	if subject.Type != Subject(0).Type {
		return nil
	}
	a, _, err := lockAlert(ctx, tx, subject.ID)
	if err != nil || a.State != Triggered {
		return err
	}
	a.State, a.AckedBy, a.AckedAt = Acknowledged, userID, tx.Now()
	if err := updateAlert(ctx, tx, a); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, Subject(a.ID), WasAcknowledged{})
}
