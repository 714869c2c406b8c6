package people

import (
	"context"
	"net/url"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// EntryPath is in front of the secret of a link that lets a customer in.
const EntryPath = "/portal/enter/"

// entryKind is the job that looks an address up and mails the link.
const entryKind = "people.entry"

type entryArgs struct {
	Address  string `json:"address"`
	Next     string `json:"next,omitempty"`
	Language string `json:"language,omitempty"`
}

// AskEntry mails a link that lets a customer in to the address, if it is a customer's: to that very address, for the
// link proves who reads it. Next is the path of this desk that the customer was on the way to, or empty; language is a
// BCP 47 tag for who has not chosen one. Like ForgotPassword it does the same work for every address and leaves the
// look-up to a job, so that neither answer nor time tells who is known. The caller limits the tries.
func (s *Service) AskEntry(ctx context.Context, typed, next, language string) error {
	address, err := typedAddress("address", typed)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		_, err := job.Enqueue(ctx, tx, entryKind, entryArgs{address, next, language}, job.Options{Unique: address})
		return err
	})
}

func (s *Service) mailEntry(ctx context.Context, j job.Job) error {
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
		if err != nil || !u.Active || u.Role.Staff() { // the team has a door of its own
			return err
		}
		return s.mailEntryTo(ctx, tx, u, a)
	})
}

// mailEntryTo leaves earlier links as they are: else whoever knows an address could keep its owner out by asking on.
func (s *Service) mailEntryTo(ctx context.Context, tx *db.Tx, u User, a entryArgs) error {
	secret := newSecret()
	if err := insertToken(ctx, tx, secret, forEntry, u.ID); err != nil {
		return err
	}
	path := EntryPath + secret
	if a.Next != "" {
		path += "?next=" + url.QueryEscape(a.Next)
	}
	if u.Locale == "" {
		u.Locale = a.Language
	}
	u.Email = a.Address
	if s.post.Send == nil {
		return nil
	}
	return s.post.Send(ctx, tx, Letter{Kind: EntryLetter, User: u, Link: s.link(path), Expires: tx.Now().Add(forEntry.lasts())})
}

// Entry gives whom an entry link is for, while it works; else fault.NotFound with what to do. It uses nothing up.
func (s *Service) Entry(ctx context.Context, secret string) (User, error) {
	id, err := tokenUser(ctx, s.db.Read(), secret, forEntry, s.db.Now(ctx))
	if err != nil {
		return User{}, err
	}
	u, err := findUser(ctx, s.db.Read(), id)
	if err == nil && !u.enters() {
		return User{}, linkVoid(forEntry)
	}
	return u, err
}

// Enter follows an entry link: it and its user's other links end, whoever holds it is the user.
func (s *Service) Enter(ctx context.Context, secret string) (User, error) {
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) {
		id, err := useToken(ctx, tx, secret, forEntry)
		if err != nil {
			return User{}, err
		}
		u, err := lockUser(ctx, tx, id)
		if err != nil {
			return User{}, err
		}
		if !u.enters() {
			return User{}, linkVoid(forEntry)
		}
		if err := voidTokens(ctx, tx, id); err != nil {
			return User{}, err
		}
		return u, touchUser(ctx, tx, id)
	})
}

// enters reports whether u may come in by a mailed link alone.
func (u User) enters() bool { return u.Active && !u.Role.Staff() }
