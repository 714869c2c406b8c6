package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// resetKind is the job that looks an address up and mails the link.
const resetKind = "people.reset"

type resetArgs struct {
	Address string `json:"address"`
}

// ForgotPassword mails a link for a new password to the address, if it is one of the staff's. It does the
// same work for every address and leaves the look-up to a job, so that neither answer nor time tells who is
// known. The caller limits the tries.
func (s *Service) ForgotPassword(ctx context.Context, typed string) error {
	address, err := typedAddress("address", typed)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		_, err := job.Enqueue(ctx, tx, resetKind, resetArgs{address}, job.Options{Unique: address})
		return err
	})
}

func (s *Service) mailReset(ctx context.Context, j job.Job) error {
	var a resetArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "job")
	return s.db.Do(ctx, func(tx *db.Tx) error {
		u, err := findByAddress(ctx, tx, a.Address)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if u, err = lockUser(ctx, tx, u.ID); err != nil || !u.Active || !u.Role.Staff() {
			return err
		}
		_, err = s.mailLink(ctx, tx, u, forReset)
		return err
	})
}

// ResetUser gives whom a reset link is for, while it works; else fault.NotFound with what to do.
func (s *Service) ResetUser(ctx context.Context, secret string) (User, error) {
	return s.linkUser(ctx, secret, forReset)
}

// ResetPassword follows a reset link. Every session of the user ends.
func (s *Service) ResetPassword(ctx context.Context, secret, password string) (User, error) {
	u, err := s.ResetUser(ctx, secret)
	if err != nil {
		return User{}, err
	}
	if err := checkPassword(password, u.Email); err != nil {
		return User{}, err
	}
	hash, err := s.hashing.hash(ctx, password)
	if err != nil {
		return User{}, err
	}
	return s.follow(ctx, secret, forReset, hash, func(*User) {})
}
