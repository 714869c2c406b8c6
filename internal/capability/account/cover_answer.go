package account

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// AnswerCover accepts a cover, or declines it with a reason. Nobody but the one who was asked can: not their manager, not an
// administrator. It reports whether so many accounts are covered now that leaving on-call meanwhile is suggested.
func (s *Service) AnswerCover(ctx context.Context, id int64, accept bool, reason string) (leave bool, err error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return false, err
	}
	if reason = strings.TrimSpace(reason); !accept && reason == "" {
		return false, fault.Field("reason", "Say in a word why not, so that the right person is asked next")
	}
	err = s.DB.Do(ctx, func(tx *db.Tx) (err error) {
		leave, err = s.answer(ctx, tx, id, accept, reason)
		return err
	})
	return leave, err
}

func (s *Service) answer(ctx context.Context, tx *db.Tx, id int64, accept bool, reason string) (leave bool, err error) {
	c, err := lockCover(ctx, tx, id)
	if err != nil {
		return false, err
	}
	switch {
	case c.UserID != actor(ctx):
		return false, fault.New(fault.Forbidden, "Only the one who was asked answers this. Ask somebody else where they cannot")
	case c.State == Promised && !accept: // they find that they cannot after all
	case c.State != Asked:
		return false, fault.New(fault.Conflict, "This is answered or not needed any more")
	case !c.Until.After(tx.Now()):
		return false, fault.New(fault.Conflict, "The time it was asked for is over")
	}
	c.State, c.AnsweredAt, c.Reason = Declined, tx.Now(), reason
	if accept {
		c.State, c.Reason = Promised, ""
		if leave, err = s.suggestsLeave(ctx, tx, c); err != nil {
			return false, err
		}
	}
	if err := updateCover(ctx, tx, c); err != nil {
		return false, err
	}
	if err := s.noteCover(ctx, tx, c, leave); err != nil {
		return false, err
	}
	if accept {
		return leave, s.promised(ctx, tx, c)
	}
	return false, s.stillOpen(ctx, tx, c)
}

// promised tells the engineer and whoever asked, and has the end of it waited for.
func (s *Service) promised(ctx context.Context, tx *db.Tx, c Cover) error {
	if err := awaitBack(ctx, tx, c); err != nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, c.UserID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("account-promised-", c.ID), Subject: users[c.UserID].Name + " covers " + c.Organization,
		Lead: fmt.Sprintf("%s is there for %s from %s to %s.", users[c.UserID].Name, c.Organization, stamp(c.From), stamp(c.Until)),
		Path: AccountPath(c.OrganizationID)},
		false, c.EngineerID, c.AskedBy)
}

// stillOpen tells the engineer and whoever asked that somebody else is to be asked.
func (s *Service) stillOpen(ctx context.Context, tx *db.Tx, c Cover) error {
	users, err := s.People.Named(ctx, tx, c.UserID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("account-declined-", c.ID), Subject: users[c.UserID].Name + " cannot cover " + c.Organization,
		Lead: fmt.Sprintf("From %s to %s somebody else has to be found.", stamp(c.From), stamp(c.Until)),
		Path: AskPath(c.AssignmentID, c.TimeOffID)}, false, c.EngineerID, c.AskedBy)
}

// AskPath is the page on which cover of an account is asked for.
func AskPath(assignment, timeOff int64) string {
	return fmt.Sprintf("/covers/ask?assignment=%d&time_off=%d", assignment, timeOff)
}

// suggestsLeave reports whether somebody covers so many accounts at once, with this one, that leaving on-call is suggested.
func (s *Service) suggestsLeave(ctx context.Context, tx *db.Tx, c Cover) (bool, error) {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil || rules.LeaveOnCall == 0 {
		return false, err
	}
	all, err := coversBy(ctx, tx, c.UserID, tx.Now())
	accounts := map[int64]bool{c.OrganizationID: true}
	for _, o := range all {
		if o.State == Promised && o.From.Before(c.Until) && c.From.Before(o.Until) {
			accounts[o.OrganizationID] = true
		}
	}
	return len(accounts) >= rules.LeaveOnCall, err
}

// WithdrawCover takes back what was asked for, or promised, because it is not needed. It is for who asks for cover.
func (s *Service) WithdrawCover(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := lockCover(ctx, tx, id)
		if err != nil {
			return err
		}
		users, err := s.People.Named(ctx, tx, c.EngineerID)
		if err != nil {
			return err
		}
		if !mayArrangeCover(ctx, users[c.EngineerID]) {
			return fault.New(fault.Forbidden, "%s and their manager take this back", users[c.EngineerID].Name)
		}
		if !c.Live() {
			return fault.New(fault.Conflict, "This is over already")
		}
		return s.moveCover(ctx, tx, c, Withdrawn)
	})
}

// moveCover brings a cover into a state by itself, and tells whoever promised it.
func (s *Service) moveCover(ctx context.Context, tx *db.Tx, c Cover, to CoverState) error {
	before := c.State
	c.State = to
	if err := updateCover(ctx, tx, c); err != nil {
		return err
	}
	if before == Promised {
		if err := s.giveBack(ctx, tx, c); err != nil {
			return err
		}
	}
	if err := s.noteCover(ctx, tx, c, false); err != nil || to != Withdrawn {
		return err
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("account-withdrawn-", c.ID), Subject: "No cover is needed for " + c.Organization,
		Lead: fmt.Sprintf("What you were asked for, from %s to %s, is not needed any more.", stamp(c.From), stamp(c.Until)),
		Path: AccountPath(c.OrganizationID)}, false, c.UserID)
}
