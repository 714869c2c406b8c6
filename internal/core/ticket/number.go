package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// LastNumber is the highest number in use; 0 on a desk without tickets.
func (s *Service) LastNumber(ctx context.Context) (int64, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return 0, err
	}
	return lastNumber(ctx, s.db.Read())
}
