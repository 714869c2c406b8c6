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
	OwnerID        int64  // of the team; 0: somebody of the customer
	Owner          string // the name
	DueOn          bizcal.Date
	By             int64
	At             time.Time
	DoneAt         time.Time // zero: open
	DoneBy         int64
}

// Late reports whether an open action should have been done by a day.
func (a Action) Late(today bizcal.Date) bool {
	return a.DoneAt.IsZero() && a.DueOn != (bizcal.Date{}) && a.DueOn.Compare(today) < 0
}

// AddAction keeps what somebody will do. One of the team is told.
func (s *Service) AddAction(ctx context.Context, a Action) (Action, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return a, err
	}
	a.What, a.Owner = oneLine(a.What), oneLine(a.Owner)
	switch {
	case a.What == "" || len([]rune(a.What)) > 500:
		return a, fault.Field("what", "Say in up to 500 characters what is to be done")
	case a.OwnerID == 0 && (a.Owner == "" || len([]rune(a.Owner)) > 200):
		return a, fault.Field("owner", "Name the one responsible: a person, not a team")
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Action, error) {
		if a.MeetingID != 0 {
			m, err := findMeeting(ctx, tx, a.MeetingID)
			if err != nil {
				return a, err
			}
			a.OrganizationID = m.OrganizationID
		}
		o, err := s.organization(ctx, tx, a.OrganizationID)
		if err != nil {
			return a, err
		}
		if a, err = s.ownAction(ctx, tx, a); err != nil {
			return a, err
		}
		actor, _ := access.From(ctx)
		a.By, a.At = actor.UserID, tx.Now()
		if a.ID, err = insertAction(ctx, tx, a); err != nil || a.OwnerID == actor.UserID {
			return a, err
		}
		return a, s.tell(ctx, tx, Notice{Cause: fmt.Sprint("review:action:", a.ID), Subject: "You are responsible for an action: " + o.Name, Lead: a.What,
			Path: reviewPath(o.ID)}, a.OwnerID)
	})
}

// ownAction fills the name of somebody of the team.
func (s *Service) ownAction(ctx context.Context, tx *db.Tx, a Action) (Action, error) {
	if a.OwnerID == 0 {
		return a, nil
	}
	users, err := s.People.Named(ctx, tx, a.OwnerID)
	u := users[a.OwnerID]
	if err == nil && (!u.Active || !u.Role.Staff()) {
		err = fault.Field("owner", "Choose somebody of the team, or write the name of somebody of the customer")
	}
	a.Owner = u.Name
	return a, err
}

// FinishAction says that an action is done, or that it is open again.
func (s *Service) FinishAction(ctx context.Context, id int64, done bool) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		at, by := tx.Now(), actor.UserID
		if !done {
			at, by = time.Time{}, 0
		}
		return finishAction(ctx, tx, id, at, by)
	})
}

// Actions lists what is to be done for an account: what is open, the first due in front.
func (s *Service) Actions(ctx context.Context, organization int64) ([]Action, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return openActions(ctx, s.DB.Read(), organization)
}
