package account

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// mostMoved bounds how many older tickets a new assignment takes over at once.
const mostMoved = 500

// takeOlder gives the engineer the live tickets that are older than the assignment, where the customer chose so.
// Emergencies stay with whoever answers for them.
func (s *Service) takeOlder(ctx context.Context, tx *db.Tx, a Assignment) error {
	if a.Older != OlderMove {
		return nil
	}
	ids, err := liveTickets(ctx, tx, a.OrganizationID, mostMoved)
	if err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "account")
	for _, id := range ids {
		t, err := s.Tickets.Lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if t.AssigneeID == a.UserID || t.Stage == ticket.Emergency || t.RequesterID == a.UserID {
			continue
		}
		if err := s.give(ctx, tx, t.ID, a, Charge{UserID: a.UserID}); err != nil {
			return err
		}
	}
	return nil
}
