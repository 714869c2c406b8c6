package people

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// NewStaff is a person asked to join the team.
type NewStaff struct {
	Name    string
	Address string
	Role    access.Role
	Region  string  // key of a region of the desk, or empty
	Zone    string  // IANA name, or empty
	Groups  []int64 // to be a member of
}

// Invite makes a member of staff without a password and mails them a link that works once, for 72 hours.
// The link is returned for a desk whose mail does not work yet.
func (s *Service) Invite(ctx context.Context, n NewStaff) (u User, link string, err error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return User{}, "", err
	}
	asked := User{Role: n.Role, Region: n.Region, Zone: n.Zone}
	if err := checkNewStaff(&asked, n); err != nil {
		return User{}, "", err
	}
	err = s.db.Do(ctx, func(tx *db.Tx) error {
		if err := addressFree(ctx, tx, "address", asked.Email); err != nil {
			return err
		}
		if u, err = s.create(ctx, tx, asked); err != nil {
			return err
		}
		if err = s.join(ctx, tx, u.ID, n.Groups); err != nil {
			return err
		}
		link, err = s.mailLink(ctx, tx, u, forInvite)
		return err
	})
	return u, link, err
}

func checkNewStaff(u *User, n NewStaff) (err error) {
	if u.Name, err = typedName("A person", n.Name); err != nil {
		return err
	}
	if u.Email, err = typedAddress("address", n.Address); err != nil {
		return err
	}
	if !n.Role.Staff() {
		return fault.Field("role", "Choose a role for the team")
	}
	return checkZone(u.Zone)
}

// SendLink mails a member of staff a new link: an invitation until they have a password, then a reset. The
// links before it stop working.
func (s *Service) SendLink(ctx context.Context, userID int64) (link string, err error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return "", err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (string, error) {
		u, err := lockUser(ctx, tx, userID)
		switch {
		case err != nil:
			return "", err
		case !u.Role.Staff():
			return "", fault.New(fault.Invalid, "%s is a customer, and customers need no password. Give a role of the team first", u.Name)
		case !u.Active:
			return "", fault.New(fault.Invalid, "%s is switched off. Switch the account on first", u.Name)
		case u.HasPassword:
			return s.mailLink(ctx, tx, u, forReset)
		}
		return s.mailLink(ctx, tx, u, forInvite)
	})
}

// Invitation gives whom an invitation is for, while it works; else fault.NotFound with what to do.
func (s *Service) Invitation(ctx context.Context, secret string) (User, error) {
	return s.linkUser(ctx, secret, forInvite)
}

func (s *Service) linkUser(ctx context.Context, secret string, p purpose) (User, error) {
	id, err := tokenUser(ctx, s.db.Read(), secret, p, s.db.Now(ctx))
	if err != nil {
		return User{}, err
	}
	u, err := findUser(ctx, s.db.Read(), id)
	if err == nil && (!u.Active || !u.Role.Staff()) {
		return User{}, linkVoid(p)
	}
	return u, err
}

// Acceptance is what an invited person says of themselves.
type Acceptance struct {
	Name     string
	Password string
	Zone     string // IANA name; empty for the desk's
}

// Accept takes an invitation up: the person has a password from now on, and the address is known to be
// theirs.
func (s *Service) Accept(ctx context.Context, secret string, a Acceptance) (User, error) {
	u, err := s.Invitation(ctx, secret)
	if err != nil {
		return User{}, err
	}
	after := u
	after.Zone = a.Zone
	hash, err := s.newcomer(ctx, &after, a.Name, u.Email, a.Password)
	if err != nil {
		return User{}, err
	}
	return s.follow(ctx, secret, forInvite, hash, func(before *User) { before.Name, before.Zone = after.Name, after.Zone })
}

// follow uses a link: in one transaction the link ends, edit changes its user, and the password is set.
func (s *Service) follow(ctx context.Context, secret string, p purpose, hash string, edit func(*User)) (User, error) {
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) {
		id, err := useToken(ctx, tx, secret, p)
		if err != nil {
			return User{}, err
		}
		before, err := lockUser(ctx, tx, id)
		if err != nil {
			return User{}, err
		}
		if !before.Active || !before.Role.Staff() {
			return User{}, linkVoid(p)
		}
		if err := s.mayEnter(ctx, tx, before); err != nil {
			return User{}, err
		}
		ctx := access.With(ctx, before.Principal("web")) // the link says who acts
		after := before
		after.Muted = slices.Clone(before.Muted)
		edit(&after)
		if err := s.change(ctx, tx, before, after); err != nil {
			return User{}, err
		}
		if err := verifyPrimary(ctx, tx, id); err != nil {
			return User{}, err
		}
		after.HasPassword, after.PasswordAt = true, tx.Now()
		return after, s.setPassword(ctx, tx, after, hash)
	})
}
