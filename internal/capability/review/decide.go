package review

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Decide records what was decided with a customer and applies it to the ticket, in one transaction. It stands in the
// ticket's thread and in the audit.
func (s *Service) Decide(ctx context.Context, d Deciding) (Decision, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Decision{}, err
	}
	d, err := d.typed()
	if err != nil {
		return Decision{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Decision, error) { return s.decide(ctx, tx, d) })
}

func (s *Service) decide(ctx context.Context, tx *db.Tx, d Deciding) (Decision, error) {
	if d.MeetingID != 0 {
		m, err := findMeeting(ctx, tx, d.MeetingID)
		if err != nil {
			return Decision{}, err
		}
		d.OrganizationID = m.OrganizationID
	}
	actor, _ := access.From(ctx)
	made := Decision{OrganizationID: d.OrganizationID, MeetingID: d.MeetingID, TicketID: d.TicketID, Kind: d.Kind, Why: d.Why,
		DecidedBy: d.DecidedBy, By: actor.UserID}
	if d.TicketID != 0 {
		t, err := s.Tickets.Lock(ctx, tx, d.TicketID)
		if fault.Is(err, fault.NotFound) || err == nil && t.OrganizationID != d.OrganizationID {
			return made, fault.Field("ticket", "#%d is no ticket of this account", d.TicketID)
		}
		if err != nil {
			return made, err
		}
		u, was, became, err := d.change(t)
		if err != nil {
			return made, err
		}
		made.Was, made.Became, made.Subject, u.Accept = was, became, t.Subject, d.Accept
		if became != "" {
			if _, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, u); err != nil {
				return made, err
			}
		}
	}
	return s.keepDecision(ctx, tx, made)
}

// keepDecision stores a decision and tells it where it is looked for: on the ticket, or on the organization.
func (s *Service) keepDecision(ctx context.Context, tx *db.Tx, d Decision) (Decision, error) {
	var err error
	d.At = tx.Now()
	if d.ID, err = insertDecision(ctx, tx, d); err != nil {
		return d, err
	}
	subject := event.Ticket(d.TicketID)
	if d.TicketID == 0 {
		if err := lockAccount(ctx, tx, d.OrganizationID); err != nil {
			return d, err
		}
		subject = event.Subject{Type: "organization", ID: d.OrganizationID}
	}
	return d, s.Log.Append(ctx, tx, subject, Decided{Decision: d.ID, Kind: d.Kind, Was: d.Was, Became: d.Became, Meeting: d.MeetingID, Undoes: d.Undoes})
}

// TakeBack undoes a decision by another: the ticket becomes what it was. One whose ticket went on since, or that was taken
// back already, is fault.Conflict.
func (s *Service) TakeBack(ctx context.Context, id int64, why, decidedBy string) (Decision, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Decision{}, err
	}
	words, err := Deciding{Kind: InWords, Why: why, DecidedBy: decidedBy}.typed()
	if err != nil {
		return Decision{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Decision, error) {
		d, err := findDecision(ctx, tx, id)
		if err != nil {
			return d, err
		}
		switch {
		case d.UndoneBy != 0:
			return d, fault.New(fault.Conflict, "This decision was taken back already")
		case d.Undoes != 0:
			return d, fault.New(fault.Conflict, "This takes another decision back. Decide anew instead")
		}
		if d.Became != "" {
			t, err := s.Tickets.Lock(ctx, tx, d.TicketID)
			if err != nil {
				return d, err
			}
			u, err := d.back(t)
			if err != nil {
				return d, err
			}
			if _, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, u); err != nil {
				return d, err
			}
		}
		actor, _ := access.From(ctx)
		return s.keepDecision(ctx, tx, Decision{OrganizationID: d.OrganizationID, MeetingID: d.MeetingID, TicketID: d.TicketID,
			Subject: d.Subject, Kind: d.Kind, Was: d.Became,
			Became: d.Was, Why: words.Why, DecidedBy: words.DecidedBy, By: actor.UserID, Undoes: d.ID})
	})
}

// Decisions lists what was decided about an account, the newest first.
func (s *Service) Decisions(ctx context.Context, organization int64) ([]Decision, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return decisionsOf(ctx, s.DB.Read(), organization)
}

// Decision gives one; fault.NotFound when there is none.
func (s *Service) Decision(ctx context.Context, id int64) (Decision, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Decision{}, err
	}
	return findDecision(ctx, s.DB.Read(), id)
}
