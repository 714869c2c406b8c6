package review

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Account gives the organization of a name, whatever its case; none is fault.Invalid on "organization".
func (s *Service) Account(ctx context.Context, name string) (people.Organization, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return people.Organization{}, err
	}
	o, err := s.People.OrganizationNamed(ctx, s.DB.Read(), name)
	if fault.Is(err, fault.NotFound) {
		err = fault.Field("organization", "There is no account called “%s”", fault.Clip(name, 60))
	}
	return o, err
}
