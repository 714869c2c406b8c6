package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Particulars are what colleagues keep about a person.
type Particulars struct {
	Name           string
	OrganizationID int64  // 0: none. Membership is only ever set by hand
	Zone           string // IANA name; empty for the desk's
	Locale         string // BCP 47; empty for the desk's
	Region         string // key of a region of the desk, or empty
	Notes          string // Markdown, for engineers only
}

// CreateContact makes an end user by hand. An address that someone has is fault.Conflict on "address".
func (s *Service) CreateContact(ctx context.Context, address string, p Particulars) (User, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return User{}, err
	}
	u := User{Role: access.EndUser}
	if err := p.apply(&u); err != nil {
		return User{}, err
	}
	var err error
	if u.Email, err = typedAddress("address", address); err != nil {
		return User{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) {
		if err := addressFree(ctx, tx, "address", u.Email); err != nil {
			return User{}, err
		}
		if err := isThere(ctx, tx, u.OrganizationID); err != nil {
			return User{}, err
		}
		return s.create(ctx, tx, u)
	})
}

// EditUser changes what is kept about a person.
func (s *Service) EditUser(ctx context.Context, userID int64, p Particulars) (User, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return User{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) {
		before, err := s.lockForEdit(ctx, tx, userID)
		if err != nil {
			return User{}, err
		}
		after := before
		if err := p.apply(&after); err != nil {
			return User{}, err
		}
		if after.OrganizationID != before.OrganizationID {
			if err := isThere(ctx, tx, after.OrganizationID); err != nil {
				return User{}, err
			}
		}
		return after, s.change(ctx, tx, before, after)
	})
}

func (p Particulars) apply(u *User) (err error) {
	if u.Name, err = typedName("A person", p.Name); err != nil {
		return err
	}
	if u.Notes, err = typedText("notes", p.Notes); err != nil {
		return err
	}
	if err = checkZone(p.Zone); err != nil {
		return err
	}
	u.OrganizationID, u.Zone, u.Locale, u.Region = p.OrganizationID, p.Zone, p.Locale, p.Region
	return checkLocale(p.Locale)
}

// isThere makes sure that the organization that somebody is to belong to is there. How many belong is not limited: how
// many are named as contacts is, see NameContact.
func isThere(ctx context.Context, tx *db.Tx, organizationID int64) error {
	if organizationID == 0 {
		return nil
	}
	_, err := findOrganization(ctx, tx, organizationID)
	if fault.Is(err, fault.NotFound) {
		return fault.Field("organization", "This organization is not there any more. Choose another")
	}
	return err
}
