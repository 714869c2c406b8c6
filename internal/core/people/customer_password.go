package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// PasswordPath is in front of the secret of a link by which a customer chooses a password.
const PasswordPath = "/portal/password/"

// passwordKind is the job that looks an address up and mails the link.
const passwordKind = "people.password"

// AskPassword mails a link by which a customer chooses a password to the address, if it is a customer's. All that
// AskEntry says of look-up, language and limits holds here.
func (s *Service) AskPassword(ctx context.Context, typed, language string) error {
	address, err := typedAddress("address", typed)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		_, err := job.Enqueue(ctx, tx, passwordKind, entryArgs{Address: address, Language: language}, job.Options{Unique: address})
		return err
	})
}

func (s *Service) mailPassword(ctx context.Context, j job.Job) error {
	var a entryArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "job")
	return s.db.Do(ctx, func(tx *db.Tx) error {
		u, err := findByAddress(ctx, tx, a.Address)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil || !u.enters() { // the team has a door of its own
			return err
		}
		secret := newSecret()
		if err := insertToken(ctx, tx, secret, forPassword, u.ID); err != nil || s.post.Send == nil {
			return err
		}
		if u.Locale == "" {
			u.Locale = a.Language
		}
		u.Email = a.Address
		return s.post.Send(ctx, tx, Letter{Kind: PasswordLetter, User: u, Link: s.link(PasswordPath + secret), Expires: tx.Now().Add(forPassword.lasts())})
	})
}

// PasswordUser gives whom a link of AskPassword is for, while it works; else fault.NotFound with what to do. It uses
// nothing up.
func (s *Service) PasswordUser(ctx context.Context, secret string) (User, error) {
	id, err := tokenUser(ctx, s.db.Read(), secret, forPassword, s.db.Now(ctx))
	if err != nil {
		return User{}, err
	}
	u, err := findUser(ctx, s.db.Read(), id)
	if err == nil && !u.enters() {
		return User{}, linkVoid(forPassword)
	}
	return u, err
}

// ChoosePassword follows a link of AskPassword: its user has this password from now on, and every session and link of
// theirs ends.
func (s *Service) ChoosePassword(ctx context.Context, secret, password string) (User, error) {
	u, err := s.PasswordUser(ctx, secret)
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
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) {
		id, err := useToken(ctx, tx, secret, forPassword)
		if err != nil {
			return User{}, err
		}
		u, err := lockUser(ctx, tx, id)
		switch {
		case err != nil:
			return User{}, err
		case !u.enters():
			return User{}, linkVoid(forPassword)
		}
		return u, s.setPassword(access.With(ctx, u.Principal("portal")), tx, u, hash) // the link says who acts
	})
}

// FirstPassword gives the signed-in customer, who has none, a password: who came in by a mailed link has shown whose
// mailbox it is. As with ChangePassword the caller signs them in anew. fault.Conflict where there is one.
func (s *Service) FirstPassword(ctx context.Context, password string) error {
	u, err := s.self(ctx)
	switch {
	case err != nil:
		return err
	case u.HasPassword:
		return fault.New(fault.Conflict, "You have a password already. Type it to change it")
	}
	return s.replacePassword(ctx, u, password)
}
