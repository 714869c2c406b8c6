package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Team lists the staff, for whoever chooses whom to page.
func (s *Service) Team(ctx context.Context) ([]people.User, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return s.People.Staff(ctx, s.DB.Read())
}
