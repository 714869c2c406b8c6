package people

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Address is one e-mail address of a person.
type Address struct {
	Value      string
	Primary    bool      // mail to the person goes here
	VerifiedAt time.Time // the person followed a link sent there; zero: never
}

// Addresses lists a person's addresses, the primary one first.
func (s *Service) Addresses(ctx context.Context, userID int64) ([]Address, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return addressesOf(ctx, s.db.Read(), userID)
}

// AddAddress gives a person one more address, so that mail from it is theirs. An address that belongs to
// someone else is fault.Conflict.
func (s *Service) AddAddress(ctx context.Context, userID int64, typed string) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	address, err := typedAddress("address", typed)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		u, err := s.lockForEdit(ctx, tx, userID)
		if err != nil {
			return err
		}
		if err := addressFree(ctx, tx, "address", address); err != nil {
			return err
		}
		if err := insertIdentity(ctx, tx, u.ID, address, u.Email == ""); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, subject(u.ID), UserChanged{Field: "address", To: address})
	})
}

// RemoveAddress takes an address from a person. The last one stays: without it nobody could write to them.
func (s *Service) RemoveAddress(ctx context.Context, userID int64, address string) error {
	return s.editAddress(ctx, userID, address, func(tx *db.Tx, all []Address) error {
		if len(all) == 1 {
			return fault.Field("address", "%s is the only address. Add another before you remove it", address)
		}
		if err := deleteIdentity(ctx, tx, userID, address); err != nil {
			return err
		}
		if all[0].Value == address {
			if err := setPrimary(ctx, tx, userID, all[1].Value); err != nil {
				return err
			}
		}
		return s.log.Append(ctx, tx, subject(userID), UserChanged{Field: "address", From: address})
	})
}

// MakePrimary sends a person's mail to another of their addresses from now on.
func (s *Service) MakePrimary(ctx context.Context, userID int64, address string) error {
	return s.editAddress(ctx, userID, address, func(tx *db.Tx, all []Address) error {
		if all[0].Value == address {
			return nil
		}
		if err := setPrimary(ctx, tx, userID, address); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, subject(userID), UserChanged{Field: "primary_address", From: all[0].Value, To: address})
	})
}

// editAddress runs edit with the person locked and the address known to be theirs.
func (s *Service) editAddress(ctx context.Context, userID int64, address string, edit func(*db.Tx, []Address) error) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if _, err := s.lockForEdit(ctx, tx, userID); err != nil {
			return err
		}
		all, err := addressesOf(ctx, tx, userID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(a Address) bool { return a.Value == address }) {
			return fault.New(fault.NotFound, "%s is not an address of this person any more", address)
		}
		return edit(tx, all)
	})
}

// lockForEdit locks a person whom the actor may edit: staff are for those who manage staff, since an address
// decides who can reset a password.
func (s *Service) lockForEdit(ctx context.Context, tx *db.Tx, userID int64) (User, error) {
	u, err := lockUser(ctx, tx, userID)
	if err != nil || !u.Role.Staff() {
		return u, err
	}
	return u, access.Check(ctx, access.ManageStaff)
}

func addressFree(ctx context.Context, q db.Querier, field, address string) error {
	owner, err := findByAddress(ctx, q, address)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil
	case err != nil:
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Field: field, Public: address + " belongs to " + owner.Name + " already"}
}
