package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// OrganizationLists are the desk's own words about organizations.
type OrganizationLists struct {
	Levels []Level // highest first
	Tiers  []Level
	Fields []CustomField
}

// OrganizationLists gives what pages about organizations name.
func (s *Service) OrganizationLists(ctx context.Context) (lists OrganizationLists, err error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return lists, err
	}
	q := s.db.Read()
	if lists.Levels, err = SupportLevels.Get(ctx, q); err != nil {
		return lists, err
	}
	if lists.Tiers, err = SuccessTiers.Get(ctx, q); err != nil {
		return lists, err
	}
	lists.Fields, err = OrganizationFields.Get(ctx, q)
	return lists, err
}
