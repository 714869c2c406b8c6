package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// Waiting counts the tickets that wait at each assignee: those that are new or open. Who has none is missing.
func (s *Service) Waiting(ctx context.Context) (map[int64]int, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return waiting(ctx, s.db.Read())
}
