package emergency

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// open makes a ticket an emergency, whatever of it is not one yet, and pages where the customer is entitled.
func (s *Service) open(ctx context.Context, tx *db.Tx, t ticket.Ticket, how How, by int64) error {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	e := Emergency{TicketID: t.ID, OrganizationID: t.OrganizationID, How: how, By: by, At: tx.Now()}
	if e.Right, e.RightWhy, err = s.right(ctx, tx, t, rules); err != nil {
		return err
	}
	e.Pages = rules.loudness(e.Right, how)
	if err := s.quieten(ctx, tx, t, &e, rules); err != nil {
		return err
	}
	if err := insert(ctx, tx, &e); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, event.Ticket(t.ID), Opened{How: how, Right: e.Right, Why: e.RightWhy, Pages: e.Pages}); err != nil {
		return err
	}
	if err := s.dress(ctx, tx, t, e, rules); err != nil {
		return err
	}
	return s.ring(ctx, tx, e, t, rules)
}

// right judges the customer of a ticket.
func (s *Service) right(ctx context.Context, q db.Querier, t ticket.Ticket, rules Rules) (Right, string, error) {
	levels, err := people.SupportLevels.Get(ctx, q)
	if err != nil {
		return "", "", err
	}
	orgs, err := s.People.OrganizationsNamed(ctx, q, t.OrganizationID)
	if err != nil {
		return "", "", err
	}
	r, why := Judge(orgs[t.OrganizationID], levels, rules.Least, s.DB.Now(ctx))
	return r, why, nil
}

// dress gives an emergency its stage and its form, and, where people are to look at once, its priority.
func (s *Service) dress(ctx context.Context, tx *db.Tx, t ticket.Ticket, e Emergency, rules Rules) error {
	u := ticket.Update{Stage: new(ticket.Emergency)}
	if e.Pages == PageHigh && t.Priority != ticket.Urgent {
		u.Priority = new(ticket.Urgent)
	}
	if e.How == ByAddress {
		forms, err := s.Tickets.FormsIn(ctx, tx)
		if err != nil {
			return err
		}
		if f, ok := titled(forms, rules.Form); ok {
			u.FormID = &f.ID
		}
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, u)
	return err
}

// ring pages for an emergency.
func (s *Service) ring(ctx context.Context, tx *db.Tx, e Emergency, t ticket.Ticket, rules Rules) error {
	if e.Pages == PageNone {
		return nil
	}
	return s.Page(ctx, tx, Alarm{Key: e.alarmKey(), Subject: event.Ticket(t.ID), Title: fmt.Sprintf("Emergency #%d: %s", t.ID, t.Subject),
		Policy: rules.Policy, Low: e.Pages == PageLow})
}

// meantAsEmergency reports whether a mail was for an address for emergencies.
func (s *Service) meantAsEmergency(ctx context.Context, tx *db.Tx, commentID int64) (bool, error) {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil || len(rules.Addresses) == 0 {
		return false, err
	}
	c, err := s.Tickets.LoadComment(ctx, tx, commentID)
	if err != nil || c.DeliveryID == 0 {
		return false, err
	}
	sentTo, err := s.Addressees(ctx, tx, c.DeliveryID)
	return slices.ContainsFunc(sentTo, func(a string) bool { return slices.Contains(rules.Addresses, people.Normalize(a)) }), err
}
