package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// NeedsSetup reports whether the desk has no staff yet, so that nobody could sign in.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) {
	staffed, err := hasStaff(ctx, s.db.Read())
	return !staffed, err
}

// SetupLink makes the link that the server prints at its start, good for seven days and once. It is "" for a
// desk that has staff. Without it nobody who merely reaches the server can claim the desk.
func (s *Service) SetupLink(ctx context.Context) (string, error) {
	needed, err := s.NeedsSetup(ctx)
	if err != nil || !needed {
		return "", err
	}
	secret := newSecret()
	err = s.db.Do(ctx, func(tx *db.Tx) error { return insertToken(ctx, tx, secret, forSetup, 0) })
	return s.link(SetupPath + "?token=" + secret), err
}

// Founder is the first administrator of a desk.
type Founder struct {
	Token    string // of SetupLink
	Name     string
	Address  string
	Password string
	Zone     string // IANA name; empty for the desk's
}

// Setup makes the first administrator and takes every setup token out of use. A desk that has staff answers
// fault.Conflict.
func (s *Service) Setup(ctx context.Context, f Founder) (User, error) {
	u := User{Role: access.Admin, Zone: f.Zone}
	hash, err := s.newcomer(ctx, &u, f.Name, f.Address, f.Password)
	if err != nil {
		return User{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) {
		if _, err := useToken(ctx, tx, f.Token, forSetup); err != nil {
			return User{}, err
		}
		// Of two founders with two tokens the second waits here, and then sees the first.
		if _, err := voidSetup(ctx, tx); err != nil {
			return User{}, err
		}
		if staffed, err := hasStaff(ctx, tx); err != nil || staffed {
			return User{}, orError(err, fault.New(fault.Conflict, "This desk has been set up already. Sign in instead"))
		}
		return s.enter(ctx, tx, u, hash)
	})
}

// newcomer checks what a new member of staff typed and gives the hash of the password.
func (s *Service) newcomer(ctx context.Context, u *User, name, address, password string) (hash string, err error) {
	if u.Name, err = typedName("A person", name); err != nil {
		return "", err
	}
	if u.Email, err = typedAddress("address", address); err != nil {
		return "", err
	}
	if err = checkZone(u.Zone); err != nil {
		return "", err
	}
	if err = checkPassword(password, u.Email); err != nil {
		return "", err
	}
	return s.hashing.hash(ctx, password)
}

// enter stores a new user with a password.
func (s *Service) enter(ctx context.Context, tx *db.Tx, u User, hash string) (User, error) {
	if err := addressFree(ctx, tx, "address", u.Email); err != nil {
		return User{}, err
	}
	u, err := s.create(ctx, tx, u)
	if err != nil {
		return User{}, err
	}
	u.HasPassword, u.PasswordAt = true, tx.Now()
	return u, storePassword(ctx, tx, u.ID, hash)
}
