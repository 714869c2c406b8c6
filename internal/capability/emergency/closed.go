package emergency

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// ringClosed pages for a ticket of high priority that comes while the desk is closed, where its customer bought such tickets
// round the clock: an assigned engineer does not work then, so it goes to whoever is on call. The ticket is no emergency.
func (s *Service) ringClosed(ctx context.Context, tx *db.Tx, t ticket.Ticket) error {
	if t.Priority != ticket.High || t.Replied || t.OrganizationID == 0 || t.Stage != ticket.FirstReply {
		return nil
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	orgs, err := s.People.OrganizationsNamed(ctx, tx, t.OrganizationID)
	tier := orgs[t.OrganizationID].Tier
	if err != nil || tier == "" || !slices.Contains(rules.Tiers, tier) {
		return err
	}
	if closed, err := s.Closed(ctx, tx, tx.Now()); err != nil || !closed {
		return err
	}
	if first, err := watch(ctx, tx, t.ID); err != nil || !first {
		return err
	}
	if err := s.Log.Append(ctx, tx, event.Ticket(t.ID), Rang{Tier: tier}); err != nil {
		return err
	}
	return s.Page(ctx, tx, Alarm{Key: fmt.Sprint("high:", t.ID), Subject: event.Ticket(t.ID),
		Title: fmt.Sprintf("High priority #%d: %s", t.ID, t.Subject), Policy: rules.Policy})
}

// settleWatched ends the page of such a ticket when it was answered.
func (s *Service) settleWatched(ctx context.Context, tx *db.Tx, ticketID int64) error {
	rang, err := watched(ctx, tx, ticketID)
	if err != nil || !rang {
		return err
	}
	return s.Settle(ctx, tx, event.Ticket(ticketID), "replied")
}
