package review

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// contactsOf lists who of a customer is asked to calls and written to: the contacts they name or, where they name nobody,
// all who belong to them and have an address.
func (s *Service) contactsOf(ctx context.Context, q db.Querier, organization int64) (ids []int64, err error) {
	named, err := s.People.ContactsOf(ctx, q, organization)
	for _, c := range named {
		ids = append(ids, c.UserID)
	}
	if err != nil || len(ids) > 0 {
		return ids, err
	}
	members, _, err := s.People.Users(access.AsSystem(ctx, "review"), people.Filter{OrganizationID: organization, Limit: mostLinks})
	for _, u := range members {
		if u.Active && u.Email != "" {
			ids = append(ids, u.ID)
		}
	}
	return ids, err
}
