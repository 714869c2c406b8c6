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

// viaAPI is how acts of programs came in.
const viaAPI = "api"

// Credentials are what a program shows of itself (Zendesk: basic ADDRESS/token:TOKEN, basic ADDRESS:PASSWORD, bearer).
type Credentials struct {
	Address  string // as whom; empty with a bearer token: its owner
	Token    string
	Password string // where there is no token
}

// touchTokenEvery bounds how often use is written down: a row per request would make every read a write.
const touchTokenEvery = 5 * time.Minute

// Authenticate gives whom a program acts as, limited to what its scopes leave for the need. Whatever does not fit is the
// same fault.Unauthorized, so that it tells nothing of which addresses are known; a scope that is missing is
// fault.Forbidden and says so. The caller limits the tries.
func (s *Service) Authenticate(ctx context.Context, c Credentials, need Need) (access.Principal, error) {
	if c.Token == "" {
		return s.byPassword(ctx, c)
	}
	q, now := s.db.Read(), s.db.Now(ctx)
	t, err := apiTokenOf(ctx, q, digest(c.Token))
	if fault.Is(err, fault.NotFound) || err == nil && !t.Works(now) {
		return access.Principal{}, unknownCredentials()
	}
	if err != nil {
		return access.Principal{}, err
	}
	u, err := s.actsAs(ctx, q, t, c.Address)
	if err != nil {
		return access.Principal{}, err
	}
	only, ok := need.allowed(t.Scopes)
	if !ok {
		return access.Principal{},
			fault.New(fault.Forbidden, "This API token has the scopes %s, which do not allow this. Make one with the scope that is needed, such as %s",
				joinScopes(t.Scopes), need.scope())
	}
	if now.Sub(t.LastUsedAt) >= touchTokenEvery {
		if err := s.db.Do(ctx, func(tx *db.Tx) error { return touchAPIToken(ctx, tx, t.ID, now) }); err != nil {
			return access.Principal{}, err
		}
	}
	p := u.Principal(viaAPI)
	p.Only = only
	return p, nil
}

// actsAs finds the person of a token: its owner, or for a token that impersonates whoever is named.
func (s *Service) actsAs(ctx context.Context, q db.Querier, t APIToken, address string) (User, error) {
	owner, err := findUser(ctx, q, t.UserID)
	if err != nil {
		return owner, err
	}
	if !owner.Active || !owner.Role.Staff() {
		return owner, unknownCredentials()
	}
	if err := s.mayEnter(ctx, q, owner); err != nil {
		return owner, err
	}
	if address == "" {
		return owner, nil
	}
	u, err := findByAddress(ctx, q, Normalize(address))
	switch {
	case fault.Is(err, fault.NotFound):
		return u, unknownCredentials()
	case err != nil:
		return u, err
	case u.ID == owner.ID:
		return u, nil
	}
	// An administrator who is one no longer has no say in whom a token acts as.
	if !u.Active || !slices.Contains(t.Scopes, ScopeImpersonate) || !owner.Role.Allows(access.ManageStaff) {
		return u, unknownCredentials()
	}
	return u, s.mayEnter(ctx, q, u)
}

// byPassword signs a program in as a person at a browser would be. A desk allows it, or not.
func (s *Service) byPassword(ctx context.Context, c Credentials) (access.Principal, error) {
	rules, err := APIRulesKey.Get(ctx, s.db.Read())
	if err != nil {
		return access.Principal{}, err
	}
	if !rules.Passwords || c.Password == "" {
		return access.Principal{}, unknownCredentials()
	}
	u, err := s.SignIn(ctx, c.Address, c.Password)
	if fault.Is(err, fault.Invalid) || err == nil && !u.Role.Staff() {
		return access.Principal{}, unknownCredentials()
	}
	return u.Principal(viaAPI), err
}

// unknownCredentials says what Zendesk says.
func unknownCredentials() error { return fault.New(fault.Unauthorized, "Couldn't authenticate you") }

// scope is the narrowest that covers the need.
func (n Need) scope() Scope {
	verb := ScopeRead
	if n.Write {
		verb = ScopeWrite
	}
	if narrow := Scope(n.Resource + ":" + string(verb)); slices.Contains(Scopes(), narrow) {
		return narrow
	}
	return verb
}

func joinScopes(scopes []Scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}
