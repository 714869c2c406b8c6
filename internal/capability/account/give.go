package account

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// settleNew gives a new ticket of an account to its engineer, or to whoever covers for them. An emergency is never assigned by
// itself, and what has an owner keeps them.
func (s *Service) settleNew(ctx context.Context, tx *db.Tx, t ticket.Ticket, created bool) error {
	if !created || t.OrganizationID == 0 || t.AssigneeID != 0 || t.Stage == ticket.Emergency || !t.Status.Live() {
		return nil
	}
	a, ok, err := s.automatic(ctx, tx, t.OrganizationID)
	if err != nil || !ok {
		return err
	}
	c, ok, err := s.inCharge(ctx, tx, a, tx.Now())
	if err != nil || !ok || c.UserID == t.RequesterID {
		return err
	}
	return s.give(ctx, tx, t.ID, a, c)
}

// automatic gives the assignment by which new tickets of an organization find their engineer; false where there is none.
func (s *Service) automatic(ctx context.Context, q db.Querier, organization int64) (Assignment, bool, error) {
	all, err := assignmentsOf(ctx, q, organization)
	if err != nil {
		return Assignment{}, false, err
	}
	for _, a := range all {
		if a.Auto && a.Holds(s.DB.Now(ctx)) {
			return a, true, nil
		}
	}
	return Assignment{}, false, nil
}

// give assigns a ticket by its account, and remembers by what.
func (s *Service) give(ctx context.Context, tx *db.Tx, id int64, a Assignment, c Charge) error {
	if _, _, err := s.Tickets.UpdateIn(ctx, tx, id, ticket.Update{AssigneeID: &c.UserID}); err != nil {
		return err
	}
	if err := storeGiven(ctx, tx, id, a.ID, c, tx.Now()); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(id), Given{User: c.UserID, Cover: c.CoverID})
}

// giveBack gives the engineer the live tickets that a cover brought to somebody, unless somebody else has them by now. Where
// the engineer is gone, they stay where they are.
func (s *Service) giveBack(ctx context.Context, tx *db.Tx, c Cover) error {
	ids, err := givenBy(ctx, tx, c.ID)
	if err != nil || len(ids) == 0 {
		return err
	}
	users, err := s.People.Named(ctx, tx, c.EngineerID)
	if err != nil || !users[c.EngineerID].Works() {
		return err
	}
	for _, id := range ids {
		t, err := s.Tickets.Lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if t.AssigneeID != c.UserID || !t.Status.Live() || t.RequesterID == c.EngineerID {
			continue
		}
		_, _, err = s.Tickets.UpdateIn(ctx, tx, id, ticket.Update{AssigneeID: &c.EngineerID})
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) { // a guard of the desk says no: it stays with whoever covered
			continue
		}
		if err != nil {
			return err
		}
		if err := markBack(ctx, tx, id, tx.Now()); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(id), Given{User: c.EngineerID, Cover: c.ID, Back: true}); err != nil {
			return err
		}
	}
	return nil
}
