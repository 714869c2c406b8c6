package account

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// AskCover asks a named person to be there for the engineer of an account from From up to Until. Nothing is covered until
// they accept. It is for the engineer, and for who arranges their work.
func (s *Service) AskCover(ctx context.Context, c Cover) (Cover, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return c, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Cover, error) { return s.ask(ctx, tx, c) })
}

func (s *Service) ask(ctx context.Context, tx *db.Tx, c Cover) (Cover, error) {
	a, err := lockAssignment(ctx, tx, c.AssignmentID)
	if err != nil {
		return c, err
	}
	users, err := s.People.Named(ctx, tx, a.UserID)
	if err != nil {
		return c, err
	}
	if !mayArrangeCover(ctx, users[a.UserID]) {
		return c, fault.New(fault.Forbidden, "%s and their manager ask for cover of this account", users[a.UserID].Name)
	}
	if err := s.fits(ctx, tx, a, c); err != nil {
		return c, err
	}
	c.State, c.AskedBy, c.AskedAt = Asked, actor(ctx), tx.Now()
	c.OrganizationID, c.Organization, c.EngineerID = a.OrganizationID, a.Organization, a.UserID
	if c.ID, err = insertCover(ctx, tx, c); err != nil {
		return c, err
	}
	if err := s.noteCover(ctx, tx, c, false); err != nil {
		return c, err
	}
	return c, s.tell(ctx, tx,
		Notice{Cause: fmt.Sprint("account-cover-", c.ID), Subject: "Will you cover for " + users[a.UserID].Name + " at " + a.Organization + "?",
			Lead: fmt.Sprintf("%s is away from %s to %s. Somebody has to be there for %s in the agreed hours.", users[a.UserID].Name,
				stamp(c.From), stamp(c.Until), a.Organization),
			Lines: []string{"Nothing is covered until you say yes. If you cannot, say no, so that somebody else is asked."}, Path: c.Path()}, false, c.UserID)
}

func stamp(t time.Time) string { return t.UTC().Format("2 Jan 15:04 UTC") }

// fits refuses a cover that could never be one.
func (s *Service) fits(ctx context.Context, tx *db.Tx, a Assignment, c Cover) error {
	u, err := s.engineer(ctx, tx, c.UserID, "user")
	if err != nil {
		return err
	}
	switch {
	case !a.EndedAt.IsZero():
		return fault.New(fault.Conflict, "This assignment is over, so nothing is to be covered")
	case u.ID == a.UserID:
		return fault.Field("user", "%s cannot cover for themselves. Choose a colleague", u.Name)
	case c.From.IsZero():
		return fault.Field("from", "Say from when on cover is needed")
	case !c.Until.After(c.From):
		return fault.Field("until", "It would end before it begins. Choose a later time")
	case !c.Until.After(tx.Now()):
		return fault.Field("until", "This is over already. Choose a time to come")
	}
	live, err := liveCovers(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, o := range live {
		if o.UserID == c.UserID && o.From.Before(c.Until) && c.From.Before(o.Until) {
			return fault.Field("user", "%s was asked for that time already. Wait for the answer, or ask somebody else", u.Name)
		}
	}
	return nil
}

// mayArrangeCover reports whether the actor finds cover for an engineer: themselves, their manager, administrators, the desk.
func mayArrangeCover(ctx context.Context, u people.User) bool {
	return people.MayKeep(ctx, u) || access.Check(ctx, access.ManageOnCall) == nil
}

// noteCover tells how far a cover is.
func (s *Service) noteCover(ctx context.Context, tx *db.Tx, c Cover, leave bool) error {
	return s.Log.Append(ctx, tx, AssignmentSubject(c.AssignmentID),
		CoverMoved{Cover: c.ID, User: c.UserID, To: c.State, From: c.From, Until: c.Until, LeaveOnCall: leave})
}
