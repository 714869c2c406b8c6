package review

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Contacts gives whom of a customer agendas, minutes and reports can go to, by name.
func (s *Service) Contacts(ctx context.Context, organization int64) ([]people.User, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	ids, err := s.contactsOf(ctx, s.DB.Read(), organization)
	if err != nil {
		return nil, err
	}
	users, err := s.People.Named(ctx, s.DB.Read(), ids...)
	return slices.SortedFunc(maps.Values(users), func(a, b people.User) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) }), err
}

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
