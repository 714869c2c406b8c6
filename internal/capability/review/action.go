package review

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Action is what somebody said they would do, with the one responsible. It is carried over from call to call until it is
// done.
type Action struct {
	ID             int64
	OrganizationID int64
	MeetingID      int64 // 0: from no call
	What           string
	OwnerID        int64  // of the team, or of the customer's people; 0: somebody the desk does not know
	Owner          string // the name
	DueOn          bizcal.Date
	By             int64
	At             time.Time
	DoneAt         time.Time // zero: open
	DoneBy         int64
	RemindedAt     time.Time // zero: not yet
	TicketID       int64     // the conversation in which somebody of the customer was reminded; 0: none
}

// Late reports whether an open action should have been done by a day.
func (a Action) Late(today bizcal.Date) bool {
	return a.DoneAt.IsZero() && a.DueOn != (bizcal.Date{}) && a.DueOn.Compare(today) < 0
}

func (a Action) typed() (Action, error) {
	a.What, a.Owner = oneLine(a.What), oneLine(a.Owner)
	switch {
	case a.What == "" || len([]rune(a.What)) > 500:
		return a, fault.Field("what", "Say in up to 500 characters what is to be done")
	case a.OwnerID == 0 && (a.Owner == "" || len([]rune(a.Owner)) > 200):
		return a, fault.Field("owner", "Name the one responsible: a person, not a team")
	}
	return a, nil
}

// AddAction keeps what somebody will do. One of the team is told, and whoever it is hears of it again before it is due.
func (s *Service) AddAction(ctx context.Context, a Action) (Action, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return a, err
	}
	a, err := a.typed()
	if err != nil {
		return a, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Action, error) {
		if a.MeetingID != 0 {
			m, err := findMeeting(ctx, tx, a.MeetingID)
			if err != nil {
				return a, err
			}
			a.OrganizationID = m.OrganizationID
		}
		if a, err = s.ownAction(ctx, tx, a); err != nil {
			return a, err
		}
		actor, _ := access.From(ctx)
		a.By, a.At = actor.UserID, tx.Now()
		if a.ID, err = insertAction(ctx, tx, a); err != nil {
			return a, err
		}
		return a, s.promised(ctx, tx, a)
	})
}

// ChangeAction changes what is to be done, by whom and by when. Another day is reminded of anew.
func (s *Service) ChangeAction(ctx context.Context, to Action) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	to, err := to.typed()
	if err != nil {
		return err
	}
	return s.withAction(ctx, to.ID, func(tx *db.Tx, a Action) error {
		before := a.OwnerID
		if a.DueOn != to.DueOn {
			a.RemindedAt = time.Time{}
		}
		a.What, a.OwnerID, a.Owner, a.DueOn = to.What, to.OwnerID, to.Owner, to.DueOn
		if a, err = s.ownAction(ctx, tx, a); err != nil {
			return err
		}
		if err := updateAction(ctx, tx, a); err != nil {
			return err
		}
		if a.OwnerID == before {
			return s.armAction(ctx, tx, a)
		}
		return s.promised(ctx, tx, a)
	})
}

// promised tells one of the team what they are responsible for, unless they wrote it down, and arms the reminder.
func (s *Service) promised(ctx context.Context, tx *db.Tx, a Action) error {
	if err := s.armAction(ctx, tx, a); err != nil {
		return err
	}
	if actor, _ := access.From(ctx); a.OwnerID == actor.UserID {
		return nil
	}
	o, err := s.organization(ctx, tx, a.OrganizationID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("review:action:", a.ID, ":", a.OwnerID),
		Subject: "You are responsible for an action: " + o.Name, Lead: a.What, Lines: byDay(a.DueOn),
		Path: a.Path()}, a.OwnerID)
}

// Path is the page on which the action stands.
func (a Action) Path() string {
	if a.MeetingID == 0 {
		return reviewPath(a.OrganizationID)
	}
	return Meeting{ID: a.MeetingID}.Path()
}

// ownAction fills the name of somebody whom the desk knows: of the team, or of the account's people.
func (s *Service) ownAction(ctx context.Context, tx *db.Tx, a Action) (Action, error) {
	if a.OwnerID == 0 {
		return a, nil
	}
	users, err := s.People.Named(ctx, tx, a.OwnerID)
	u := users[a.OwnerID]
	if err == nil && (!u.Active || !u.Role.Staff() && u.OrganizationID != a.OrganizationID) {
		err = fault.Field("owner", "Choose somebody of the team or of the customer, or write a name")
	}
	a.Owner = u.Name
	return a, err
}

func (s *Service) withAction(ctx context.Context, id int64, change func(tx *db.Tx, a Action) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		a, err := lockAction(ctx, tx, id)
		if err != nil {
			return err
		}
		return change(tx, a)
	})
}

// FinishAction says that an action is done, or that it is open again.
func (s *Service) FinishAction(ctx context.Context, id int64, done bool) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.withAction(ctx, id, func(tx *db.Tx, a Action) error {
		if a.DoneAt, a.DoneBy = tx.Now(), actor.UserID; !done {
			a.DoneAt, a.DoneBy = time.Time{}, 0
		}
		if err := updateAction(ctx, tx, a); err != nil {
			return err
		}
		return s.armAction(ctx, tx, a)
	})
}

// Actions lists what is to be done for an account: what is open, the first due in front.
func (s *Service) Actions(ctx context.Context, organization int64) ([]Action, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return openActions(ctx, s.DB.Read(), organization)
}
