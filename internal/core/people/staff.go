package people

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Staff lists the active members of the team by name, for pickers and routing. Invited people who have not
// come yet are among them. The caller has checked that the actor may see them.
func (s *Service) Staff(ctx context.Context, q db.Querier) ([]User, error) {
	return findStaff(ctx, q, true)
}

// AllStaff lists the team with those who are switched off, for its administrators.
func (s *Service) AllStaff(ctx context.Context) ([]User, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return nil, err
	}
	return findStaff(ctx, s.db.Read(), false)
}

// SetRole gives a person another role; it also makes a customer a colleague, or the reverse. The person's
// sessions end. The last active administrator keeps the role: fault.Invalid.
func (s *Service) SetRole(ctx context.Context, userID int64, role access.Role) error {
	if !slices.Contains(access.Roles(), role) {
		return fault.Field("role", "“%s” is not a role of this desk", fault.Clip(string(role), 40))
	}
	return s.manage(ctx, userID, func(tx *db.Tx, u *User) error {
		leaves := u.Role.Staff() && !role.Staff()
		u.Role = role
		if leaves {
			return leaveGroups(ctx, tx, u.ID)
		}
		return nil
	})
}

// Deactivate switches an account off: no sign-in, no notifications. Whatever the person wrote stays.
func (s *Service) Deactivate(ctx context.Context, userID int64) error {
	return s.manage(ctx, userID, func(_ *db.Tx, u *User) error {
		u.Active = false
		return nil
	})
}

// Reactivate switches an account on again, with the password it had.
func (s *Service) Reactivate(ctx context.Context, userID int64) error {
	return s.manage(ctx, userID, func(_ *db.Tx, u *User) error {
		u.Active = true
		return nil
	})
}

// manage changes what decides who may come in. Sessions and links end if anything changed.
func (s *Service) manage(ctx context.Context, userID int64, edit func(*db.Tx, *User) error) error {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		admins, err := lockAdmins(ctx, tx)
		if err != nil {
			return err
		}
		before, err := lockUser(ctx, tx, userID)
		if err != nil {
			return err
		}
		after := before
		if err := edit(tx, &after); err != nil {
			return err
		}
		if slices.Equal(admins, []int64{userID}) && (after.Role != access.Admin || !after.Active) {
			return fault.Field("role", "%s is the last administrator. Make someone else one first, or nobody could manage this desk", before.Name)
		}
		if after.Role == before.Role && after.Active == before.Active {
			return nil
		}
		if err := s.mayActivate(ctx, tx, before, after); err != nil {
			return err
		}
		if err := s.shutOut(ctx, tx, userID); err != nil {
			return err
		}
		return s.change(ctx, tx, before, after)
	})
}
