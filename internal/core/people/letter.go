package people

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Post is how letters with links leave the desk.
type Post struct {
	// Send queues a letter in the transaction that makes its link. Nil sends nothing; links are then handed
	// over by whoever made them.
	Send func(ctx context.Context, tx *db.Tx, l Letter) error
	// Link makes the absolute URL of a path of this desk. Nil leaves the path as it is.
	Link func(path string) string
}

// LetterKind says what a letter is about.
type LetterKind string

// The kinds of letters.
const (
	InviteLetter LetterKind = "invite"
	ResetLetter  LetterKind = "reset"
	EntryLetter  LetterKind = "entry" // to a customer, at the address they asked with and in the language of their Locale
	// PasswordLetter is to a customer likewise, who wants to choose a password.
	PasswordLetter LetterKind = "password"
)

// Letter is a mail with a link that lets its reader in: to one of the staff, or to a customer. It must never be logged.
type Letter struct {
	Kind    LetterKind
	User    User
	Link    string // absolute
	Expires time.Time
	Inviter User // who asked for it; zero for the desk itself
}

// Attach gives the service its way out. It is called once, when a desk is built.
func (s *Service) Attach(p Post) { s.post = p }

// The paths of links, in front of their secret.
const (
	InvitePath = "/invitation/"
	ResetPath  = "/reset/"
	SetupPath  = "/setup"
)

// mailLink makes a new link for a locked user, which replaces every earlier one, and queues the letter.
func (s *Service) mailLink(ctx context.Context, tx *db.Tx, u User, p purpose) (link string, err error) {
	secret := newSecret()
	if err := voidTokens(ctx, tx, u.ID); err != nil {
		return "", err
	}
	if err := insertToken(ctx, tx, secret, p, u.ID); err != nil {
		return "", err
	}
	l := Letter{Kind: InviteLetter, User: u, Link: s.link(InvitePath + secret), Expires: tx.Now().Add(p.lasts())}
	if p == forReset {
		l.Kind, l.Link = ResetLetter, s.link(ResetPath+secret)
	}
	if actor, ok := access.From(ctx); ok && actor.UserID != 0 {
		if l.Inviter, err = findUser(ctx, tx, actor.UserID); err != nil {
			return "", err
		}
	}
	if s.post.Send == nil {
		return l.Link, nil
	}
	return l.Link, s.post.Send(ctx, tx, l)
}

func (s *Service) link(path string) string {
	if s.post.Link == nil {
		return path
	}
	return s.post.Link(path)
}
