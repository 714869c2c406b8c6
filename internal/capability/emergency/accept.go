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

const refused = "refused"

// underWay reads an open hand-over with its emergency and ticket, all locked.
func (s *Service) underWay(ctx context.Context, tx *db.Tx, id int64) (h HandOver, e Emergency, t ticket.Ticket, err error) {
	if h, err = findHandOver(ctx, tx, id); err != nil {
		return h, e, t, err
	}
	if e, err = findByID(ctx, tx, h.EmergencyID); err != nil {
		return h, e, t, err
	}
	if t, err = s.Tickets.Lock(ctx, tx, e.TicketID); err != nil {
		return h, e, t, err
	}
	if e, err = findByID(ctx, tx, h.EmergencyID); err != nil { // as it is under the lock
		return h, e, t, err
	}
	if h, err = findHandOver(ctx, tx, id); err == nil && (!h.EndedAt.IsZero() || !e.Open()) {
		err = fault.New(fault.Conflict, "This hand-over of #%d is over", e.TicketID)
	}
	return h, e, t, err
}

// Accept takes over an emergency that the one who acts is asked to take. From now on they answer for it.
func (s *Service) Accept(ctx context.Context, handOverID int64) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		h, e, t, err := s.underWay(ctx, tx, handOverID)
		if err != nil {
			return err
		}
		if err := s.asked(ctx, tx, h, me.UserID); err != nil {
			return err
		}
		if err := answerOffer(ctx, tx, h.ID, me.UserID, accepted, ""); err != nil {
			return err
		}
		if err := s.endHandOver(ctx, tx, h, accepted); err != nil {
			return err
		}
		return s.give(ctx, tx, e, t, me.UserID)
	})
}

// asked is fault.Conflict for who is not the one asked now.
func (s *Service) asked(ctx context.Context, q db.Querier, h HandOver, userID int64) error {
	if h.To == userID {
		return nil
	}
	users, err := s.People.Named(ctx, q, h.To)
	if err != nil {
		return err
	}
	if h.To == 0 {
		return fault.New(fault.Conflict, "Nobody is asked to take this over now. Whoever answers for it chooses who")
	}
	return fault.New(fault.Conflict, "%s is asked to take this over, not you", users[h.To].Name)
}

// Refuse says no to a hand-over, with the reason; the next after the one who refused is asked at once.
func (s *Service) Refuse(ctx context.Context, handOverID int64, reason string) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.Field("reason", "Say why, so that whoever waits knows")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		h, e, _, err := s.underWay(ctx, tx, handOverID)
		if err != nil {
			return err
		}
		if err := s.asked(ctx, tx, h, me.UserID); err != nil {
			return err
		}
		if err := answerOffer(ctx, tx, h.ID, me.UserID, refused, reason); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(e.TicketID), Refused{HandOver: h.ID}); err != nil {
			return err
		}
		return s.offerNext(ctx, tx, e, h)
	})
}

// offerNext asks the next after those who were asked.
func (s *Service) offerNext(ctx context.Context, tx *db.Tx, e Emergency, h HandOver) error {
	offers, err := findOffers(ctx, tx, h.ID)
	if err != nil {
		return err
	}
	was := make([]int64, len(offers))
	for i, o := range offers {
		was[i] = o.UserID
	}
	next, err := s.nextFor(ctx, tx, e, was)
	if err != nil {
		return err
	}
	if err := s.Settle(ctx, tx, HandOverSubject(h.ID), refused); err != nil {
		return err
	}
	return s.offer(ctx, tx, e, h, next)
}

// OfferTo asks a certain colleague to take over what nobody took so far.
func (s *Service) OfferTo(ctx context.Context, handOverID, to int64) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		h, e, _, err := s.underWay(ctx, tx, handOverID)
		if err != nil {
			return err
		}
		if h.From != me.UserID && !me.Role.Allows(access.ManageViews) {
			return fault.New(fault.Forbidden, "Only who hands an emergency over says to whom, or a lead for them")
		}
		u, err := s.colleague(ctx, tx, to, "to")
		if err != nil {
			return err
		}
		if to == h.To || to == e.Responsible {
			return fault.Field("to", "%s is asked already, or answers for it. Choose somebody else", u.Name)
		}
		if err := s.Settle(ctx, tx, HandOverSubject(h.ID), withdrawn); err != nil {
			return err
		}
		return s.offer(ctx, tx, e, h, to)
	})
}

// Withdraw calls a hand-over off: who gave it goes on.
func (s *Service) Withdraw(ctx context.Context, handOverID int64) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		h, e, _, err := s.underWay(ctx, tx, handOverID)
		if err != nil {
			return err
		}
		if h.From != me.UserID && !me.Role.Allows(access.ManageViews) {
			return fault.New(fault.Forbidden, "Only who hands an emergency over withdraws that, or a lead for them")
		}
		if err := s.endHandOver(ctx, tx, h, withdrawn); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(e.TicketID), Withdrawn{HandOver: h.ID})
	})
}

// endHandOver ends a locked hand-over and what rings for it.
func (s *Service) endHandOver(ctx context.Context, tx *db.Tx, h HandOver, ending string) error {
	h.Ending, h.EndedAt = ending, tx.Now()
	if err := saveHandOver(ctx, tx, h); err != nil {
		return err
	}
	return s.Settle(ctx, tx, HandOverSubject(h.ID), ending)
}

// Successors proposes who could take over, those on call now first, then those who come next, then the managers on call.
func (s *Service) Successors(ctx context.Context, ticketID int64) ([]people.User, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	q := s.DB.Read()
	e, ok, err := findOpen(ctx, q, ticketID)
	if err != nil || !ok {
		return nil, err
	}
	ids, err := s.successors(ctx, q, e)
	if err != nil {
		return nil, err
	}
	users, err := s.People.Named(ctx, q, ids...)
	var list []people.User
	for _, id := range ids {
		if u, ok := users[id]; ok {
			list = append(list, u)
		}
	}
	return list, err
}
