package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Handover is what an assigned engineer leaves behind who is not in the team any more, or cannot work on tickets.
type Handover struct {
	User        people.User
	Assignments []Assignment // which have no engineer now
	Covers      []Cover      // that they promised or were asked for, and that are lost
	Tickets     []ticket.Row // that they have
	Others      []Commitment
}

// mostLeft bounds the tickets of a Handover.
const mostLeft = 200

// HandoverOf gathers what somebody leaves behind, or would.
func (s *Service) HandoverOf(ctx context.Context, userID int64) (h Handover, err error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return h, err
	}
	q := s.DB.Read()
	users, err := s.People.Named(ctx, q, userID)
	if err != nil {
		return h, err
	}
	h.User = users[userID]
	if h.Assignments, err = assignmentsBy(ctx, q, userID); err != nil {
		return h, err
	}
	if h.Covers, err = lostCovers(ctx, q, userID, s.DB.Now(ctx)); err != nil {
		return h, err
	}
	ids, err := liveTicketsOf(ctx, q, userID, mostLeft)
	if err != nil {
		return h, err
	}
	if h.Tickets, err = s.Tickets.Rows(ctx, ids...); err != nil || s.Commitments == nil {
		return h, err
	}
	h.Others, err = s.Commitments(ctx, q, userID)
	return h, err
}

// HandoverPath is the page that lists it.
func HandoverPath(userID int64) string { return fmt.Sprint("/accounts/left?user=", userID) }

// userChanged catches an engineer who leaves, or comes back: an account is switched off, or gets a role that does not work on
// tickets.
func (s *Service) userChanged(ctx context.Context, tx *db.Tx, userID int64, c people.UserChanged) error {
	if c.Field != "active" && c.Field != "role" {
		return nil
	}
	users, err := s.People.Named(ctx, tx, userID)
	if err != nil {
		return err
	}
	gone := !users[userID].Works()
	all, err := assignmentsBy(ctx, tx, userID)
	if err != nil {
		return err
	}
	moved := false
	for _, a := range all {
		if gone != a.LeftAt.IsZero() {
			continue
		}
		moved = true
		var at time.Time
		if gone {
			at = tx.Now()
		}
		if err := markLeft(ctx, tx, a.ID, at); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, AssignmentSubject(a.ID), Left{Organization: a.OrganizationID, User: userID, Back: !gone}); err != nil {
			return err
		}
	}
	if !gone {
		return nil
	}
	covers, err := s.lose(ctx, tx, userID)
	if err != nil || !moved && len(covers) == 0 {
		return err
	}
	return s.tellLeft(ctx, tx, users[userID], all, covers)
}

// lose marks the covers that somebody promised as lost: nobody is there any more.
func (s *Service) lose(ctx context.Context, tx *db.Tx, userID int64) ([]Cover, error) {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return nil, err
	}
	covers, err := coversBy(ctx, tx, userID, tx.Now())
	if err != nil {
		return nil, err
	}
	for _, c := range covers {
		if err := s.moveCover(ctx, tx, c, Lost); err != nil {
			return nil, err
		}
		if err := awaitPromise(ctx, tx, wantedArgs{c.AssignmentID, c.TimeOffID, c.From, c.Until}, rules); err != nil {
			return nil, err
		}
	}
	return covers, nil
}

// tellLeft tells their manager, everybody who manages the team, and the engineers whom they would have covered.
func (s *Service) tellLeft(ctx context.Context, tx *db.Tx, u people.User, all []Assignment, covers []Cover) error {
	var lines []string
	for _, a := range all {
		lines = append(lines, a.Organization+" has no engineer now")
	}
	who := []int64{u.ManagerID}
	for _, c := range covers {
		lines = append(lines, fmt.Sprintf("%s has no cover from %s to %s", c.Organization, stamp(c.From), stamp(c.Until)))
		if !slices.Contains(who, c.EngineerID) {
			who = append(who, c.EngineerID)
		}
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("account-left-", u.ID, "-", tx.Now().Unix()), Subject: u.Name + " left accounts behind",
		Lead:  fmt.Sprintf("%s cannot work on tickets any more. Nothing is lost: the list tells what has to find somebody.", u.Name),
		Lines: lines, Path: HandoverPath(u.ID)}, true, who...)
}
