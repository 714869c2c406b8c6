package emergency

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// OpenOf gives the open emergency of a ticket as a transaction sees it; false where the ticket is none. The caller may see the
// ticket.
func (s *Service) OpenOf(ctx context.Context, q db.Querier, ticketID int64) (Emergency, bool, error) {
	return findOpen(ctx, q, ticketID)
}
