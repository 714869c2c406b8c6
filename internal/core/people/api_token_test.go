package people_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// token makes a token for u, by u.
func (k *desk) token(t *testing.T, u people.User, scopes ...people.Scope) (people.APIToken, string) {
	t.Helper()
	made, secret, err := k.CreateAPIToken(as(t, u), people.NewAPIToken{Name: "Terraform", Scopes: scopes})
	must(t, err)
	return made, secret
}

var (
	reads   = people.Need{Resource: "tickets"}
	writes  = people.Need{Resource: "tickets", Write: true}
	onCalls = people.Need{Resource: "on_call"}
)

// What a scope leaves is what access.Check then allows, and no more.
func TestScopes(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		for name, c := range map[string]struct {
			scopes  []people.Scope
			need    people.Need
			refused bool
			may     []access.Action
			mayNot  []access.Action
		}{
			"read reads": {scopes: []people.Scope{people.ScopeRead}, need: reads, may: []access.Action{access.ViewTickets},
				mayNot: []access.Action{access.UpdateTickets, access.ManageSettings}},
			"read writes nothing": {scopes: []people.Scope{people.ScopeRead}, need: writes, refused: true},
			"write writes": {scopes: []people.Scope{people.ScopeWrite}, need: writes,
				may: []access.Action{access.UpdateTickets, access.ViewTickets}, mayNot: []access.Action{access.ManageStaff}},
			"admin": {scopes: []people.Scope{people.ScopeAdmin}, need: writes, may: []access.Action{access.ManageSettings}},
			"on call": {scopes: []people.Scope{people.ScopeOnCallRead}, need: onCalls, may: []access.Action{access.ViewTickets},
				mayNot: []access.Action{access.ViewPeople}},
			"on call elsewhere": {scopes: []people.Scope{people.ScopeOnCallRead}, need: reads, refused: true},
			"both, here":        {scopes: []people.Scope{people.ScopeOnCallRead, people.ScopeRead}, need: onCalls, may: []access.Action{access.ViewPeople}},
		} {
			t.Run(name, func(t *testing.T) {
				_, secret := k.token(t, ana, c.scopes...)
				p, err := k.Authenticate(t.Context(), people.Credentials{Token: secret}, c.need)
				if c.refused {
					wantKind(t, err, fault.Forbidden, "")
					return
				}
				must(t, err)
				ctx := access.With(t.Context(), p)
				for _, a := range c.may {
					must(t, access.Check(ctx, a))
				}
				for _, a := range c.mayNot {
					wantKind(t, access.Check(ctx, a), fault.Forbidden, "")
				}
				if p.UserID != ana.ID || p.Via != "api" {
					t.Errorf("acts as %+v", p)
				}
			})
		}
	})
}

// A token allows no more than its owner's role, which is looked up each time.
func TestTokenFollowsItsOwner(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.add(t, "root", access.Admin)
		ana := k.add(t, "ana", access.Admin)
		_, secret := k.token(t, ana, people.ScopeAdmin)
		must(t, k.SetRole(system(t), ana.ID, access.LightAgent))
		p, err := k.Authenticate(t.Context(), people.Credentials{Token: secret}, writes)
		must(t, err)
		wantKind(t, access.Check(access.With(t.Context(), p), access.ManageSettings), fault.Forbidden, "")
		must(t, k.Deactivate(system(t), ana.ID))
		_, err = k.Authenticate(t.Context(), people.Credentials{Token: secret}, writes)
		wantKind(t, err, fault.Unauthorized, "")
	})
}

// Whatever does not fit is the same answer.
func TestCredentialsThatDoNotFit(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		made, secret := k.token(t, ana, people.ScopeRead)
		gone, revoked := k.token(t, ana, people.ScopeRead)
		must(t, k.RevokeAPIToken(as(t, ana), gone.ID))
		must(t, k.RevokeAPIToken(as(t, ana), gone.ID))
		for name, c := range map[string]people.Credentials{
			"nothing":         {},
			"another token":   {Token: secret + "x"},
			"its hint":        {Token: made.Hint},
			"revoked":         {Token: revoked},
			"another address": {Token: secret, Address: bo.Email},
			"nobody":          {Token: secret, Address: "nobody@x.example"},
			"a password":      {Address: ana.Email, Password: password},
		} {
			_, err := k.Authenticate(t.Context(), c, reads)
			if said, _ := fault.Public(err); !fault.Is(err, fault.Unauthorized) || said != "Couldn't authenticate you" {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := k.Authenticate(t.Context(), people.Credentials{Token: secret, Address: " ANA@desk.example.com "}, reads)
		must(t, err)
	})
}

// Passwords are for programs only where the desk says so.
func TestPasswordsOfPrograms(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		must(t, k.SaveAPIRules(as(t, ana), people.APIRules{Passwords: true, PerMinute: 10}))
		p, err := k.Authenticate(t.Context(), people.Credentials{Address: ana.Email, Password: password}, writes)
		must(t, err)
		if p.UserID != ana.ID || p.Only != nil {
			t.Errorf("acts as %+v", p)
		}
		for _, wrong := range []string{"", "wrong"} {
			_, err = k.Authenticate(t.Context(), people.Credentials{Address: ana.Email, Password: wrong}, writes)
			wantKind(t, err, fault.Unauthorized, "")
		}
		wantKind(t, k.SaveAPIRules(as(t, ana), people.APIRules{PerMinute: -1}), fault.Invalid, "per_minute")
	})
}

// Zendesk's tokens are the account's; ours act as others only where an administrator said so, and stays one.
func TestImpersonation(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.add(t, "root", access.Admin)
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		cust := k.contact(t, "Cleo", "cleo@acme.example")
		_, secret := k.token(t, ana, people.ScopeWrite, people.ScopeImpersonate)
		for _, u := range []people.User{bo, cust} {
			p, err := k.Authenticate(t.Context(), people.Credentials{Token: secret, Address: u.Email}, writes)
			must(t, err)
			if p.UserID != u.ID || p.Role != u.Role {
				t.Errorf("acts as %+v, want %s", p, u.Name)
			}
		}
		_, _, err := k.CreateAPIToken(as(t, bo), people.NewAPIToken{Name: "x", Scopes: []people.Scope{people.ScopeRead, people.ScopeImpersonate}})
		wantKind(t, err, fault.Invalid, "scopes")
		must(t, k.SetRole(system(t), ana.ID, access.Lead))
		_, err = k.Authenticate(t.Context(), people.Credentials{Token: secret, Address: bo.Email}, writes)
		wantKind(t, err, fault.Unauthorized, "")
	})
}

func TestTokensEnd(t *testing.T) {
	onBentTime(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Agent)
		made, secret, err := k.CreateAPIToken(as(t, ana), people.NewAPIToken{Name: "Nightly", Scopes: []people.Scope{people.ScopeRead}, For: 24 * time.Hour})
		must(t, err)
		used := func() time.Time {
			t.Helper()
			list, err := k.OwnAPITokens(as(t, ana))
			must(t, err)
			return list[0].LastUsedAt
		}
		if !used().IsZero() {
			t.Error("used before it was")
		}
		try := func() error {
			_, err := k.Authenticate(t.Context(), people.Credentials{Token: secret}, reads)
			return err
		}
		must(t, try())
		first := used()
		time.Sleep(4 * time.Minute)
		must(t, try())
		if got := used(); !got.Equal(first) {
			t.Errorf("use was noted again after four minutes: %v, %v", first, got)
		}
		time.Sleep(2 * time.Minute)
		must(t, try())
		if got := used(); !got.After(first) {
			t.Errorf("use was not noted after six minutes: %v, %v", first, got)
		}
		time.Sleep(time.Until(made.ExpiresAt))
		wantKind(t, try(), fault.Unauthorized, "")
	})
}

// The desk keeps no token, and the trail tells who made and ended one.
func TestTokensAreKeptHashed(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		made, secret := k.token(t, ana, people.ScopeWrite, people.ScopeRead, people.ScopeRead)
		if !strings.HasPrefix(secret, "dwt_") || len(secret) < 40 || !strings.HasSuffix(secret, made.Hint) {
			t.Errorf("the token is %q, its hint %q", secret, made.Hint)
		}
		kept, err := db.Column[string](t.Context(), k.db.Read(), "SELECT hash FROM api_tokens")
		must(t, err)
		if len(kept) != 1 || strings.Contains(secret, kept[0]) || len(kept[0]) != 64 {
			t.Errorf("kept as %q", kept)
		}
		must(t, k.RevokeAPIToken(as(t, ana), made.ID))
		var kinds []string
		for _, e := range k.facts(t, "user", ana.ID) {
			if strings.HasPrefix(e.Kind, "api_token.") {
				kinds = append(kinds, e.Kind)
				if strings.Contains(string(e.Data), secret[:20]) {
					t.Errorf("the trail holds the token: %s", e.Data)
				}
			}
		}
		if diff := cmp.Diff([]string{"api_token.made", "api_token.revoked"}, kinds); diff != "" {
			t.Error(diff)
		}
		if want := []people.Scope{people.ScopeRead, people.ScopeWrite}; !slices.Equal(made.Scopes, want) {
			t.Errorf("scopes %v, want %v", made.Scopes, want)
		}
	})
}

func TestWhoKeepsTokens(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		cust := k.contact(t, "Cleo", "cleo@acme.example")
		mine, _ := k.token(t, ana, people.ScopeRead)
		n := people.NewAPIToken{Name: "x", Scopes: []people.Scope{people.ScopeRead}}
		of := func(u people.User) people.NewAPIToken { n := n; n.UserID = u.ID; return n }
		create := func(ctx context.Context, n people.NewAPIToken) error {
			_, _, err := k.CreateAPIToken(ctx, n)
			return err
		}
		token := ana.Principal("api")
		token.Only = []access.Action{access.ManageStaff}
		wantKind(t, create(t.Context(), n), fault.Unauthorized, "")
		wantKind(t, create(as(t, bo), of(ana)), fault.Forbidden, "")
		wantKind(t, create(as(t, cust), n), fault.Forbidden, "")
		wantKind(t, create(access.With(t.Context(), token), n), fault.Forbidden, "")
		wantKind(t, create(as(t, ana), of(cust)), fault.Invalid, "user")
		wantKind(t, create(as(t, bo), people.NewAPIToken{Scopes: n.Scopes}), fault.Invalid, "name")
		wantKind(t, create(as(t, bo), people.NewAPIToken{Name: "x"}), fault.Invalid, "scopes")
		wantKind(t, create(as(t, bo), people.NewAPIToken{Name: "x", Scopes: []people.Scope{"all"}}), fault.Invalid, "scopes")
		wantKind(t, create(as(t, ana), people.NewAPIToken{Name: "x", Scopes: []people.Scope{people.ScopeImpersonate}}), fault.Invalid, "scopes")
		wantKind(t, create(as(t, bo), people.NewAPIToken{Name: "x", Scopes: n.Scopes, For: -time.Hour}), fault.Invalid, "expires")
		must(t, create(system(t), of(bo)))
		must(t, create(as(t, ana), of(bo)))
		wantKind(t, k.RevokeAPIToken(as(t, bo), mine.ID), fault.NotFound, "")
		wantKind(t, k.RevokeAPIToken(as(t, bo), 99), fault.NotFound, "")
		list, err := k.OwnAPITokens(as(t, bo))
		must(t, err)
		if len(list) != 2 || list[0].Owner != "bo" || list[0].OwnerEmail != bo.Email {
			t.Errorf("%+v", list)
		}
		all, err := k.APITokens(as(t, ana))
		must(t, err)
		if len(all) != 3 {
			t.Errorf("%d tokens", len(all))
		}
		must(t, k.RevokeAPIToken(as(t, ana), list[0].ID))
	})
}

// One person's tokens are bounded; those that ended do not count.
func TestMostTokens(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo := k.add(t, "bo", access.Agent)
		var last people.APIToken
		for range 50 {
			last, _ = k.token(t, bo, people.ScopeRead)
		}
		_, _, err := k.CreateAPIToken(as(t, bo), people.NewAPIToken{Name: "x", Scopes: []people.Scope{people.ScopeRead}})
		wantKind(t, err, fault.Invalid, "name")
		must(t, k.RevokeAPIToken(as(t, bo), last.ID))
		k.token(t, bo, people.ScopeRead)
	})
}

func onBentTime(t *testing.T, test func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) { test(t, &desk{Service: people.New(d, event.NewLog()), db: d}) })
}
