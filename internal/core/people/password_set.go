package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// setPassword stores a hash for a locked user, and ends every way in that the old password or an old link
// opened.
func (s *Service) setPassword(ctx context.Context, tx *db.Tx, u User, hash string) error {
	if err := storePassword(ctx, tx, u.ID, hash); err != nil {
		return err
	}
	if err := s.shutOut(ctx, tx, u.ID); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, subject(u.ID), UserChanged{Field: "password", To: "***"})
}

// shutOut ends the sessions and links of a user.
func (s *Service) shutOut(ctx context.Context, tx *db.Tx, userID int64) error {
	if err := deleteSessions(ctx, tx, userID); err != nil {
		return err
	}
	return voidTokens(ctx, tx, userID)
}

// ChangePassword gives the signed-in user a new password. Every session of theirs ends, this one too: the
// caller signs them in anew. A wrong current password is fault.Invalid on "current".
func (s *Service) ChangePassword(ctx context.Context, current, password string) error {
	u, err := s.self(ctx)
	if err != nil {
		return err
	}
	old, err := passwordOf(ctx, s.db.Read(), u.ID)
	if err != nil {
		return err
	}
	if ok, err := s.hashing.verify(ctx, old, current); err != nil || !ok {
		return orError(err, fault.Field("current", "This is not your current password. Nothing was changed"))
	}
	return s.replacePassword(ctx, u, password)
}

// replacePassword checks the new password and hashes it outside the transaction, for that takes its time.
func (s *Service) replacePassword(ctx context.Context, u User, password string) error {
	if err := checkPassword(password, u.Email); err != nil {
		return err
	}
	hash, err := s.hashing.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		u, err := lockUser(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		return s.setPassword(ctx, tx, u, hash)
	})
}

func orError(err error, otherwise *fault.Error) error {
	if err != nil {
		return err
	}
	return otherwise
}
