package queue

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Some tickets belong to somebody by an agreement with the customer. They stay with their engineer whatever the queue would
// do, and stand above all others for them.

func (s *Service) kept(ctx context.Context, q db.Querier, id int64) (bool, error) {
	if s.Keeps == nil {
		return false, nil
	}
	return s.Keeps(ctx, q, id)
}

// refuseKept refuses to send away what stays with its engineer.
func (s *Service) refuseKept(ctx context.Context, q db.Querier, t ticket.Ticket) error {
	if t.AssigneeID == 0 {
		return nil
	}
	kept, err := s.kept(ctx, q, t.ID)
	if err != nil || !kept {
		return err
	}
	return fault.New(fault.Conflict,
		"Ticket #%d is of an account that has its own engineer, so it stays with them. Answer it all the same where they cannot, or ask for cover", t.ID)
}

// above puts the tickets of somebody's accounts before all others, and keeps the order of both.
func (s *Service) above(ctx context.Context, q db.Querier, userID int64, list []Waiting) (accounts, others []Waiting, err error) {
	if s.First == nil {
		return nil, list, nil
	}
	first, err := s.First(ctx, q, userID)
	for _, w := range list {
		if slices.Contains(first, w.OrganizationID) {
			accounts = append(accounts, w)
		} else {
			others = append(others, w)
		}
	}
	return accounts, others, err
}
