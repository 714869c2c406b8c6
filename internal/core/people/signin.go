package people

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// SignIn gives who has an address and password, of the team or of the customers. Every failure is the same sentence and
// takes the same time, so that it does not tell which addresses are known. The caller limits the tries.
func (s *Service) SignIn(ctx context.Context, address, password string) (User, error) {
	u, err := findByAddress(ctx, s.db.Read(), Normalize(address))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return User{}, err
	}
	stored, err := passwordOf(ctx, s.db.Read(), u.ID)
	if err != nil {
		return User{}, err
	}
	ok, err := s.hashing.verify(ctx, stored, clipBytes(password, longestPassword))
	switch {
	case err != nil:
		return User{}, err
	case !ok:
		return User{}, fault.Field("", "The address or the password is not right")
	case !u.Active: // whoever knows the password may know this
		return User{}, s.switchedOff(ctx, u)
	}
	if err := s.mayEnter(ctx, s.db.Read(), u); err != nil {
		return User{}, err
	}
	return u, s.db.Do(ctx, func(tx *db.Tx) error { return touchUser(ctx, tx, u.ID) })
}

// switchedOff says why an account is closed: what it waits for where the desk's own rule would not let it in, and the way out.
func (s *Service) switchedOff(ctx context.Context, u User) error {
	if err := s.mayEnter(ctx, s.db.Read(), u); err != nil {
		return err
	}
	return fault.Field("", "This account is switched off. An administrator of the desk can switch it on again")
}

// clipBytes bounds what is hashed; a password that long was never accepted.
func clipBytes(s string, n int) string { return s[:min(len(s), n)] }

// Identify gives the user of a session that began at the given time, and the principal they are. A user who
// is gone or switched off, or a session older than the password, is fault.Unauthorized. Customers come in by the
// portal and see nothing else: app keeps them to it.
func (s *Service) Identify(ctx context.Context, userID int64, began time.Time) (access.Principal, User, error) {
	u, err := findUser(ctx, s.db.Read(), userID)
	if fault.Is(err, fault.NotFound) {
		return access.Principal{}, User{}, fault.Wrap(fault.Unauthorized, err, "Sign in first")
	}
	if err != nil {
		return access.Principal{}, User{}, err
	}
	// Sessions note their beginning to the second.
	if !u.Active || began.Before(u.PasswordAt.Truncate(time.Second)) {
		return access.Principal{}, User{}, fault.New(fault.Unauthorized, "Your sign-in has ended. Sign in again")
	}
	if !u.Role.Staff() {
		return u.Principal("portal"), u, nil
	}
	if err := s.mayEnter(ctx, s.db.Read(), u); err != nil {
		return access.Principal{}, User{}, err
	}
	return u.Principal("web"), u, nil
}

// EndSessions signs a user out of every browser.
func (s *Service) EndSessions(ctx context.Context, userID int64) error {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error { return deleteSessions(ctx, tx, userID) })
}
