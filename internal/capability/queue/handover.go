package queue

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// HandOver gives a ticket to a colleague with a note that says how it stands. The note stays inside; the colleague is
// told as of any ticket they get.
func (s *Service) HandOver(ctx context.Context, ticketID, to int64, note string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.handOver(ctx, tx, ticketID, to, note) })
}

func (s *Service) handOver(ctx context.Context, tx *db.Tx, ticketID, to int64, note string) error {
	if strings.TrimSpace(note) == "" {
		return fault.Field("note", "Say how it stands and what is next: whoever gets it begins with your note")
	}
	u, err := s.colleague(ctx, tx, to, "to")
	if err != nil {
		return err
	}
	before, err := s.lock(ctx, tx, ticketID)
	if err != nil {
		return err
	}
	switch {
	case !before.Status.Live():
		return fault.New(fault.Conflict, "Ticket #%d is %s: there is nothing to hand over", ticketID, before.Status)
	case before.AssigneeID == to:
		return fault.Field("to", "%s has this ticket already", u.Name)
	}
	_, c, err := s.Tickets.UpdateIn(ctx, tx, ticketID, ticket.Update{AssigneeID: &to, Comment: &ticket.NewComment{Body: note}})
	if err != nil {
		return err
	}
	if err := record(ctx, tx, Move{TicketID: ticketID, Kind: MoveHandedOver, FromUser: before.AssigneeID, ToUser: to}); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(ticketID), HandedOver{From: before.AssigneeID, To: to, Comment: c.ID})
}

// Release puts a ticket back into the queue; a note says why, and may be empty.
func (s *Service) Release(ctx context.Context, ticketID int64, note string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.release(ctx, tx, ticketID, note) })
}

func (s *Service) release(ctx context.Context, tx *db.Tx, ticketID int64, note string) error {
	t, err := s.lock(ctx, tx, ticketID)
	switch {
	case err != nil:
		return err
	case !t.Status.Live():
		return fault.New(fault.Conflict, "Ticket #%d is %s: the queue holds only work that is left", ticketID, t.Status)
	case t.AssigneeID == 0:
		return fault.New(fault.Conflict, "Ticket #%d is in the queue already", ticketID)
	}
	return s.unassign(ctx, tx, t, noteOf(note), ByHand, MoveReleased)
}

func noteOf(text string) *ticket.NewComment {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return &ticket.NewComment{Body: text}
}

// unassign takes a locked ticket from its owner.
func (s *Service) unassign(ctx context.Context, tx *db.Tx, t ticket.Ticket, note *ticket.NewComment, why Reason, kind Kind) error {
	var nobody int64
	if _, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{AssigneeID: &nobody, Comment: note}); err != nil {
		return err
	}
	if err := record(ctx, tx, Move{TicketID: t.ID, Kind: kind, FromUser: t.AssigneeID, ToRegion: t.Region}); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(t.ID), Released{From: t.AssigneeID, Reason: why})
}
