package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Thread is everything a ticket's page shows of the ticket itself.
type Thread struct {
	Ticket   Ticket
	Comments []Comment     // oldest first
	History  []event.Event // oldest first
	Held     []Held        // replies in their undo time, or that could not be sent
	Drafts   []Draft       // of anyone, newest first
}

// Thread gives a ticket with its comments, history and drafts.
func (s *Service) Thread(ctx context.Context, id int64) (Thread, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Thread{}, err
	}
	q := s.db.Read()
	var th Thread
	var err error
	if th.Ticket, err = s.Load(ctx, q, id); err != nil {
		return th, err
	}
	if th.Comments, err = commentsOf(ctx, q, id); err != nil {
		return th, err
	}
	if th.History, err = event.Of(ctx, q, event.Ticket(id), 0); err != nil {
		return th, err
	}
	if th.Held, err = heldOf(ctx, q, id); err != nil {
		return th, err
	}
	th.Drafts, err = draftsOf(ctx, q, id)
	return th, err
}

// Comment gives one comment with its attachments.
func (s *Service) Comment(ctx context.Context, id int64) (Comment, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Comment{}, err
	}
	return findComment(ctx, s.db.Read(), id)
}

// LoadComment is Comment for a caller who has checked access already, inside its transaction or outside.
func (s *Service) LoadComment(ctx context.Context, q db.Querier, id int64) (Comment, error) {
	return findComment(ctx, q, id)
}

// Sent lists the public texts of ours on a ticket: a quote that equals one of them is folded in any language.
func (s *Service) Sent(ctx context.Context, q db.Querier, ticketID int64) ([]string, error) {
	return sentTexts(ctx, q, ticketID)
}
