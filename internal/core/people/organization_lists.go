package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// OrganizationLists are the desk's own words about organizations.
type OrganizationLists struct {
	Levels   []Level // highest first
	Tiers    []Level
	Fields   []CustomField
	Terms    Terms
	Currency string
	Owners   []OwnerRole // read only: kept in files
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
	if lists.Fields, err = OrganizationFields.Get(ctx, q); err != nil {
		return lists, err
	}
	if lists.Currency, err = Currency.Get(ctx, q); err != nil {
		return lists, err
	}
	if lists.Owners, err = OwnerRoles.Get(ctx, q); err != nil {
		return lists, err
	}
	lists.Terms, err = UsualTerms.Get(ctx, q)
	return lists, err
}

// SaveOrganizationLists changes the desk's own words about organizations. What organizations have of a level or a
// field that goes stays with them.
func (s *Service) SaveOrganizationLists(ctx context.Context, lists OrganizationLists) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if err := SupportLevels.Set(ctx, tx, s.log, lists.Levels); err != nil {
			return err
		}
		if err := SuccessTiers.Set(ctx, tx, s.log, lists.Tiers); err != nil {
			return err
		}
		if err := OrganizationFields.Set(ctx, tx, s.log, lists.Fields); err != nil {
			return err
		}
		if lists.Currency != "" { // a form that does not ask for it leaves it
			if err := Currency.Set(ctx, tx, s.log, lists.Currency); err != nil {
				return err
			}
		}
		return UsualTerms.Set(ctx, tx, s.log, lists.Terms)
	})
}
