package people

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// The functions of this file fill a desk from another source. They take records as they are, with their
// times, and append only the facts that something is there. Their callers hold a principal who manages the
// team, usually the desk itself.

// HashPassword makes the hash that ImportUser takes, so that one costly hash can serve many demo accounts.
func (s *Service) HashPassword(ctx context.Context, password string) (string, error) {
	return s.hashing.hash(ctx, password)
}

// ImportUser stores a user. Email is normalised; an empty hash means no password. A zero CreatedAt means now.
func (s *Service) ImportUser(ctx context.Context, tx *db.Tx, u User, passwordHash string) (User, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return User{}, err
	}
	u.Email = Normalize(u.Email)
	u.Name = displayName(u.Name, u.Email)
	u, err := s.create(ctx, tx, u)
	if err != nil {
		return User{}, fmt.Errorf("import %s: %w", u.Email, err)
	}
	if u.Role.Staff() {
		if err := updateWork(ctx, tx, u.ID, u.Work); err != nil {
			return User{}, err
		}
	}
	if passwordHash == "" {
		return u, nil
	}
	u.HasPassword, u.PasswordAt = true, tx.Now()
	return u, storePassword(ctx, tx, u.ID, passwordHash)
}

// ImportOrganization stores an organization and gives its number.
func (s *Service) ImportOrganization(ctx context.Context, tx *db.Tx, o Organization) (int64, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return 0, err
	}
	o, err := s.createOrganization(ctx, tx, o)
	return o.ID, err
}

// ImportGroup stores a group with its members and gives its number.
func (s *Service) ImportGroup(ctx context.Context, tx *db.Tx, name string, members ...int64) (int64, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return 0, err
	}
	g, err := s.createGroup(ctx, tx, Group{Name: name, Members: members})
	return g.ID, err
}
