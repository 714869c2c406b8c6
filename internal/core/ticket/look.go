package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Regions lists the desk's regions, for pages that show a ticket's.
func (s *Service) Regions(ctx context.Context) ([]people.Region, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return people.Regions.Get(ctx, s.db.Read())
}

// Named gives the people that a ticket's page names, by number.
func (s *Service) Named(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return s.people.Named(ctx, s.db.Read(), ids...)
}

// Hands lists the groups and staff that a ticket can be given to.
func (s *Service) Hands(ctx context.Context) ([]people.Group, []people.User, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, nil, err
	}
	groups, err := s.people.Groups(ctx, s.db.Read())
	if err != nil {
		return nil, nil, err
	}
	staff, err := s.people.Staff(ctx, s.db.Read())
	return groups, staff, err
}

// Address gives the person with an address, made known if new: the requester or CC of a ticket that is
// written by hand.
func (s *Service) Address(ctx context.Context, name, address string) (people.User, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return people.User{}, err
	}
	return s.people.Meet(ctx, name, address)
}
