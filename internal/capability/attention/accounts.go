package attention

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Accounts lists escalations: those that are open, the first that owes an update in front, or those that ended.
func (s *Service) Accounts(ctx context.Context, over bool) ([]Escalation, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listEscalations(ctx, s.DB.Read(), over)
}

// AccountsOf lists the open escalations of an organization.
func (s *Service) AccountsOf(ctx context.Context, organization int64) ([]Escalation, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return openOf(ctx, s.DB.Read(), organization)
}

// Account gives an escalation with its updates, the newest first; fault.NotFound when there is none.
func (s *Service) Account(ctx context.Context, id int64) (Escalation, []Update, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Escalation{}, nil, err
	}
	e, err := findEscalation(ctx, s.DB.Read(), id)
	if err != nil {
		return e, nil, err
	}
	updates, err := updatesOf(ctx, s.DB.Read(), id)
	return e, updates, err
}

// Named gives the organization of a name, whatever its case; fault.NotFound when there is none.
func (s *Service) Named(ctx context.Context, name string) (people.Organization, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return people.Organization{}, err
	}
	return s.People.OrganizationNamed(ctx, s.DB.Read(), name)
}

// Person gives whoever has an address; fault.NotFound when nobody does.
func (s *Service) Person(ctx context.Context, address string) (people.User, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return people.User{}, err
	}
	return s.People.ByAddress(ctx, s.DB.Read(), address)
}
