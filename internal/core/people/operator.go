package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Add makes a member of staff with a password at once, for the command line.
func (s *Service) Add(ctx context.Context, name, address string, role access.Role, password string) (User, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return User{}, err
	}
	if !role.Staff() {
		return User{}, fault.Field("role", "“%s” is not a role of the team. The roles are light_agent, agent, lead and admin", fault.Clip(string(role), 40))
	}
	u := User{Role: role}
	hash, err := s.newcomer(ctx, &u, name, address, password)
	if err != nil {
		return User{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) { return s.enter(ctx, tx, u, hash) })
}

// SetPassword gives the person with an address a new password, for the command line. Their sessions end.
func (s *Service) SetPassword(ctx context.Context, address, password string) error {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	u, err := findByAddress(ctx, s.db.Read(), Normalize(address))
	if err != nil {
		return err
	}
	if !u.Role.Staff() {
		return fault.New(fault.Invalid, "%s is a customer, and customers need no password", u.Email)
	}
	return s.replacePassword(ctx, u, password)
}
