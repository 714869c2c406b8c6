package call

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/capability/call/sign"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Hints gives the signs that a call is due for a ticket, but those that somebody put aside. There is none while a call is offered
// or booked.
func (s *Service) Hints(ctx context.Context, t ticket.Ticket) ([]sign.Seen, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	q := s.DB.Read()
	calls, err := callsOfTicket(ctx, q, t.ID)
	if err != nil || slices.ContainsFunc(calls, func(c Call) bool { return c.State.Open() }) {
		return nil, err
	}
	seen, err := s.look(ctx, q, t)
	if err != nil || len(seen) == 0 {
		return nil, err
	}
	aside, err := hintsAside(ctx, q, t.ID)
	return slices.DeleteFunc(seen, func(h sign.Seen) bool { return slices.Contains(aside, string(h.Sign)) }), err
}

func (s *Service) look(ctx context.Context, q db.Querier, t ticket.Ticket) ([]sign.Seen, error) {
	th, err := s.Tickets.Thread(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	var authors []int64
	for _, c := range th.Comments {
		authors = append(authors, c.AuthorID)
	}
	users, err := s.People.Named(ctx, q, authors...)
	if err != nil {
		return nil, err
	}
	in := sign.Case{Tags: t.Tags, Solved: !t.Status.Live()}
	for _, c := range th.Comments {
		role := users[c.AuthorID].Role
		in.Words = append(in.Words, sign.Word{Ours: role.Staff(), Public: c.Public, Lead: role.Allows(access.ManageOnCall), Text: c.Body})
	}
	if s.Attention != nil {
		if in.Attention, err = s.Attention(ctx, q, t.ID); err != nil {
			return nil, err
		}
	}
	return sign.Of(in), nil
}

// PutAside takes a hint away from a ticket, for good and for everybody.
func (s *Service) PutAside(ctx context.Context, ticketID int64, hint sign.Sign) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if !slices.Contains(sign.Signs(), hint) {
		return fault.Field("sign", "“%s” is no sign that is known here", fault.Clip(string(hint), 40))
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if _, err := s.Tickets.Lock(ctx, tx, ticketID); err != nil {
			return err
		}
		return insertHintAside(ctx, tx, ticketID, string(hint), actor.UserID)
	})
}
