package emergency

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Acknowledge makes the one who acts responsible for the emergency of a ticket and answers its page. It says nothing in
// public and stops no clock. fault.Conflict where somebody else is responsible already.
func (s *Service) Acknowledge(ctx context.Context, ticketID int64) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, _, err := s.lock(ctx, tx, ticketID)
		if err != nil {
			return err
		}
		if e.Responsible != 0 && e.Responsible != me.UserID {
			return s.taken(ctx, tx, e)
		}
		if err := s.Answer(ctx, tx, event.Ticket(ticketID), me.UserID); err != nil {
			return err
		}
		return s.answeredBy(ctx, tx, ticketID, me.UserID)
	})
}

func (s *Service) taken(ctx context.Context, q db.Querier, e Emergency) error {
	users, err := s.People.Named(ctx, q, e.Responsible)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "%s answers for the emergency #%d already. It goes to somebody else by a hand-over", users[e.Responsible].Name, e.TicketID)
}

// PageNews is what became of a page.
type PageNews struct {
	PageID  int64
	Key     string
	Subject event.Subject
	By      int64 // who acknowledged it
}

// Rang is told that a page was opened: one for an emergency leaves the stub of a retrospective.
func (s *Service) Rang(ctx context.Context, tx *db.Tx, p PageNews) error {
	if p.Subject.Type != event.Ticket(0).Type || !strings.HasPrefix(p.Key, "emergency:") {
		return nil
	}
	e, ok, err := findOpen(ctx, tx, p.Subject.ID)
	if err != nil || !ok {
		return err
	}
	return s.leaveStub(ctx, tx, e, p.PageID)
}

// Answered is told that somebody acknowledged a page: one for an emergency makes them responsible. The acknowledgement of a
// hand-over's page is not its acceptance.
func (s *Service) Answered(ctx context.Context, tx *db.Tx, p PageNews) error {
	if p.Subject.Type != event.Ticket(0).Type || p.By == 0 {
		return nil
	}
	if err := s.noteResponder(ctx, tx, p.PageID, p.By); err != nil {
		return err
	}
	return s.answeredBy(ctx, tx, p.Subject.ID, p.By)
}

// answeredBy makes somebody responsible unless somebody is. A ticket without an owner is theirs; else they follow it.
func (s *Service) answeredBy(ctx context.Context, tx *db.Tx, ticketID, userID int64) error {
	t, err := s.Tickets.Lock(ctx, tx, ticketID)
	if err != nil {
		return err
	}
	e, ok, err := findOpen(ctx, tx, ticketID)
	if err != nil || !ok || e.Responsible != 0 {
		return err
	}
	return s.give(ctx, tx, e, t, userID)
}

// give makes somebody responsible for a locked emergency.
func (s *Service) give(ctx context.Context, tx *db.Tx, e Emergency, t ticket.Ticket, userID int64) error {
	users, err := s.People.Named(ctx, tx, userID)
	if err != nil {
		return err
	}
	from := e.Responsible
	e.Responsible, e.ResponsibleAt = userID, tx.Now()
	if err := saveResponsible(ctx, tx, e); err != nil {
		return err
	}
	if err := watchShift(ctx, tx, shiftArgs{e.ID, userID}); err != nil {
		return err
	}
	actor := actAs(ctx, users[userID])
	if err := s.Log.Append(actor, tx, event.Ticket(t.ID), Answered{User: userID, From: from}); err != nil {
		return err
	}
	if err := s.replace(actor, tx, t); err != nil {
		return err
	}
	var u ticket.Update
	switch {
	case t.AssigneeID == userID:
		return nil
	case t.AssigneeID == 0 || t.AssigneeID == from:
		u.AssigneeID = &userID
	default:
		u.AddFollowers = []int64{userID}
	}
	_, _, err = s.Tickets.UpdateIn(actor, tx, t.ID, u)
	return err
}

// replace ends the emergency from which this one goes on: it has somebody who answers for it now.
func (s *Service) replace(ctx context.Context, tx *db.Tx, t ticket.Ticket) error {
	if t.FollowUpOf == 0 {
		return nil
	}
	before, ok, err := findOpen(ctx, tx, t.FollowUpOf)
	if err != nil || !ok {
		return err
	}
	if err := s.end(ctx, tx, before, Ended{Ending: Replaced, FollowUp: t.ID}); err != nil {
		return err
	}
	_, _, err = s.Tickets.UpdateIn(ctx, tx, t.FollowUpOf, ticket.Update{Stage: new(ticket.NextReply)})
	return err
}

// actAs makes a colleague the actor of what follows from their acknowledgement, whichever way it came; the desk itself where
// their role does not reach.
func actAs(ctx context.Context, u people.User) context.Context {
	if !u.Works() {
		return access.AsSystem(ctx, "emergency")
	}
	return access.With(ctx, u.Principal("page"))
}
