package account

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Keeps reports whether the queue leaves a ticket alone: it has its engineer by the account, or whoever covers, and stays
// with them when others answer, when they are away and when its region sleeps; or it has nobody yet and is about to find
// them. An emergency is nobody's by itself. The caller may see the ticket.
func (s *Service) Keeps(ctx context.Context, q db.Querier, ticketID int64) (bool, error) {
	t, err := s.Tickets.Load(ctx, q, ticketID)
	if err != nil || t.OrganizationID == 0 {
		return false, err
	}
	if t.Stage == ticket.Emergency {
		return t.AssigneeID == 0, nil // whoever answers for it has it
	}
	all, err := s.EngineersOf(ctx, q, t.OrganizationID)
	if err != nil || len(all) == 0 {
		return false, err
	}
	if t.AssigneeID == 0 {
		return slices.ContainsFunc(all, func(a Assignment) bool { return a.Auto && a.LeftAt.IsZero() }), nil
	}
	if slices.ContainsFunc(all, func(a Assignment) bool { return a.UserID == t.AssigneeID }) {
		return true, nil
	}
	covers, err := coversBy(ctx, q, t.AssigneeID, s.DB.Now(ctx))
	return slices.ContainsFunc(covers, func(c Cover) bool {
		return c.State == Promised && c.OrganizationID == t.OrganizationID && !s.DB.Now(ctx).Before(c.From)
	}), err
}

// First lists the organizations whose tickets stand on top for somebody: their accounts, and those they cover now. The
// caller may see them.
func (s *Service) First(ctx context.Context, q db.Querier, userID int64) (ids []int64, err error) {
	all, err := s.AccountsOf(ctx, q, userID)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		ids = append(ids, a.OrganizationID)
	}
	now := s.DB.Now(ctx)
	covers, err := coversBy(ctx, q, userID, now)
	for _, c := range covers {
		if c.State == Promised && !now.Before(c.From) && !slices.Contains(ids, c.OrganizationID) {
			ids = append(ids, c.OrganizationID)
		}
	}
	return ids, err
}
