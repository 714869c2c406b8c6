package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// APIToken lets a program act as a person. The token itself is shown once; the desk keeps a digest.
type APIToken struct {
	ID         int64
	UserID     int64 // as whom it acts
	Owner      string
	OwnerEmail string
	Name       string
	Hint       string // the token's last characters
	Scopes     []Scope
	ExpiresAt  time.Time // zero: never
	LastUsedAt time.Time // to within some minutes; zero: not yet
	RevokedAt  time.Time // zero: not revoked
	CreatedBy  int64     // 0: from the command line
	CreatedAt  time.Time
}

// Works reports whether the token opens anything at now.
func (t APIToken) Works(now time.Time) bool {
	return t.RevokedAt.IsZero() && (t.ExpiresAt.IsZero() || t.ExpiresAt.After(now))
}

// NewAPIToken is a token to be made.
type NewAPIToken struct {
	UserID int64 // 0: the actor's own
	Name   string
	Scopes []Scope
	For    time.Duration // how long it works; 0: until it is revoked
}

// The bounds of a token.
const (
	tokenPrefix   = "dwt_" // lets scanners of source code and logs know a token that slipped out
	tokenHint     = 4
	longestFor    = 10 * 365 * 24 * time.Hour
	mostAPITokens = 50 // that work at a time, of one person
)

// CreateAPIToken makes a token for the actor, or by who manages the team for somebody else, and gives the token, which
// cannot be had again. A token makes no tokens.
func (s *Service) CreateAPIToken(ctx context.Context, n NewAPIToken) (APIToken, string, error) {
	actor, err := s.keeper(ctx, n.UserID)
	if err != nil {
		return APIToken{}, "", err
	}
	t, err := n.token(actor)
	if err != nil {
		return APIToken{}, "", err
	}
	secret := tokenPrefix + newSecret()
	t.Hint = secret[len(secret)-tokenHint:]
	made, err := db.InTx(ctx, s.db, func(tx *db.Tx) (APIToken, error) { return s.addAPIToken(ctx, tx, t, n.For, secret) })
	return made, secret, err
}

// token checks what was asked for.
func (n NewAPIToken) token(actor access.Principal) (t APIToken, err error) {
	t = APIToken{UserID: n.UserID, Name: strings.Join(strings.Fields(n.Name), " "), CreatedBy: actor.UserID}
	if t.UserID == 0 {
		t.UserID = actor.UserID
	}
	switch {
	case t.Name == "":
		return t, fault.Field("name", "Name the program that will use the token, such as “Terraform”")
	case len([]rune(t.Name)) > longestName:
		return t, fault.Field("name", "This name is longer than the %d characters that are kept", longestName)
	case n.For < 0 || n.For > longestFor:
		return t, fault.Field("expires", "A token works for up to ten years, or until it is revoked")
	}
	if t.Scopes, err = checkScopes(n.Scopes); err != nil {
		return t, err
	}
	if slices.Contains(t.Scopes, ScopeImpersonate) && !actor.Role.Allows(access.ManageStaff) {
		return t, fault.Field("scopes", "Only an administrator may make a token that acts as other people")
	}
	return t, nil
}

func (s *Service) addAPIToken(ctx context.Context, tx *db.Tx, t APIToken, lasts time.Duration, secret string) (APIToken, error) {
	u, err := lockUser(ctx, tx, t.UserID)
	if err != nil {
		return t, err
	}
	if !u.Active || !u.Role.Staff() {
		return t, fault.Field("user", "%s is not an active member of the team, so no token can act as them", u.Name)
	}
	n, err := workingAPITokens(ctx, tx, t.UserID)
	if err != nil {
		return t, err
	}
	if n >= mostAPITokens {
		return t, fault.Field("name", "%s has %d tokens that work. Revoke one that nobody uses", u.Name, n)
	}
	t.CreatedAt, t.Owner, t.OwnerEmail = tx.Now(), u.Name, u.Email
	if lasts > 0 {
		t.ExpiresAt = t.CreatedAt.Add(lasts)
	}
	if t.ID, err = insertAPIToken(ctx, tx, t, digest(secret)); err != nil {
		return t, err
	}
	return t, s.log.Append(ctx, tx, subject(t.UserID), APITokenMade{ID: t.ID, Name: t.Name, Scopes: t.Scopes, ExpiresAt: t.ExpiresAt})
}

// RevokeAPIToken ends a token at once: one of the actor's own, or any by who manages the team. Revoking twice is no error.
func (s *Service) RevokeAPIToken(ctx context.Context, id int64) error {
	t, err := s.keptAPIToken(ctx, id)
	if err != nil || !t.RevokedAt.IsZero() {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if _, err := lockUser(ctx, tx, t.UserID); err != nil {
			return err
		}
		if done, err := revokeAPIToken(ctx, tx, id); err != nil || !done {
			return err
		}
		return s.log.Append(ctx, tx, subject(t.UserID), APITokenRevoked{ID: t.ID, Name: t.Name})
	})
}

// keptAPIToken finds a token that the actor may look after. Somebody else's is as little there as one that never was.
func (s *Service) keptAPIToken(ctx context.Context, id int64) (APIToken, error) {
	p, err := s.keeper(ctx, 0)
	if err != nil {
		return APIToken{}, err
	}
	t, err := findAPIToken(ctx, s.db.Read(), id)
	if err != nil {
		return t, err
	}
	if t.UserID != p.UserID && !p.Role.Allows(access.ManageStaff) {
		return t, fault.New(fault.NotFound, "There is no API token with the number %d", id)
	}
	return t, nil
}

// keeper is who may look after the tokens of a person, 0 for their own: people for themselves, administrators for all.
func (s *Service) keeper(ctx context.Context, userID int64) (access.Principal, error) {
	p, ok := access.From(ctx)
	switch {
	case !ok:
		return p, fault.New(fault.Unauthorized, "Sign in first")
	case p.Only != nil || p.Via == viaAPI:
		return p, fault.New(fault.Forbidden, "Tokens are made and revoked in the pages or by the command line, not through the API")
	case userID != 0 && userID != p.UserID || p.UserID == 0:
		return p, access.Check(ctx, access.ManageStaff)
	case !p.Role.Staff():
		return p, fault.New(fault.Forbidden, "API tokens are for the team of the desk")
	}
	return p, nil
}

// OwnAPITokens lists the actor's tokens, newest first, those that no longer work among them.
func (s *Service) OwnAPITokens(ctx context.Context) ([]APIToken, error) {
	u, err := s.self(ctx)
	if err != nil {
		return nil, err
	}
	return listAPITokens(ctx, s.db.Read(), u.ID)
}

// APITokens lists everybody's tokens, newest first.
func (s *Service) APITokens(ctx context.Context) ([]APIToken, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return nil, err
	}
	return listAPITokens(ctx, s.db.Read(), 0)
}
