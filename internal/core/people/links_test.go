package people_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func secretOf(t *testing.T, link, path string) string {
	t.Helper()
	_, secret, found := strings.Cut(link, path)
	if !found || len(secret) < 40 {
		t.Fatalf("%q has no secret behind %q", link, path)
	}
	return secret
}

func TestSetup(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		link, err := k.SetupLink(t.Context())
		must(t, err)
		token := secretOf(t, link, "https://desk.example.com/setup?token=")
		second, err := k.SetupLink(t.Context()) // the server started again
		must(t, err)
		founder := people.Founder{Token: "guess", Name: "Ana", Address: "ana@desk.example.com", Password: password, Zone: "Europe/Lisbon"}
		_, err = k.Setup(t.Context(), founder)
		wantKind(t, err, fault.Invalid, "token")
		founder.Token, founder.Zone = token, "Mars/Olympus"
		_, err = k.Setup(t.Context(), founder)
		wantKind(t, err, fault.Invalid, "zone")
		founder.Zone = "Europe/Lisbon"
		u, err := k.Setup(t.Context(), founder)
		must(t, err)
		if u.Role != access.Admin || !u.Active || !u.HasPassword {
			t.Errorf("the founder is %+v", u)
		}
		founder.Token, founder.Address = secretOf(t, second, "token="), "eve@evil.example"
		_, err = k.Setup(t.Context(), founder)
		wantKind(t, err, fault.Invalid, "token")
		if needed, err := k.NeedsSetup(t.Context()); err != nil || needed {
			t.Errorf("still needs setup: %v, %v", needed, err)
		}
		if link, err := k.SetupLink(t.Context()); err != nil || link != "" {
			t.Errorf("a desk with staff still makes setup links: %q, %v", link, err)
		}
	})
}

// Of founders with different tokens at once, one wins.
func TestSetupRace(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		var tokens []string
		for range 4 {
			link, err := k.SetupLink(t.Context())
			must(t, err)
			tokens = append(tokens, secretOf(t, link, "token="))
		}
		errs := together(len(tokens), func(i int) error {
			_, err := k.Setup(t.Context(), people.Founder{Token: tokens[i], Name: "F", Address: string(rune('a'+i)) + "@desk.example.com", Password: password})
			return err
		})
		if won := count(errs, nil); won != 1 {
			t.Errorf("%d founders, want 1: %v", won, errs)
		}
	})
}

func TestInvite(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		emea, err := k.SaveGroup(as(t, ana), people.Group{Name: "EMEA", Members: []int64{ana.ID}})
		must(t, err)
		bo, link, err := k.Invite(as(t, ana), people.NewStaff{Name: "Bo", Address: "Bo@desk.example.com", Role: access.Agent, Groups: []int64{emea.ID}})
		must(t, err)
		if len(k.letters) != 1 || k.letters[0].Link != link || k.letters[0].Kind != people.InviteLetter ||
			k.letters[0].Inviter.ID != ana.ID || k.letters[0].User.Email != "bo@desk.example.com" {
			t.Fatalf("letters: %+v", k.letters)
		}
		if !k.letters[0].Expires.Equal(bo.CreatedAt.Add(72 * time.Hour)) {
			t.Errorf("the link ends %v, made %v", k.letters[0].Expires, bo.CreatedAt)
		}
		groups, err := k.Groups(t.Context(), k.db.Read())
		must(t, err)
		if !slices.Equal(groups[0].Members, []int64{ana.ID, bo.ID}) {
			t.Errorf("members %v", groups[0].Members)
		}
		secret := secretOf(t, link, people.InvitePath)
		wantKind(t, second(k.Accept(t.Context(), secret, people.Acceptance{Name: "Bo", Password: "short"})), fault.Invalid, "password")
		wantKind(t, second(k.Accept(t.Context(), secret, people.Acceptance{Name: " ", Password: password})), fault.Invalid, "name")
		u, err := k.Accept(t.Context(), secret, people.Acceptance{Name: "Bo Berg", Password: password, Zone: "Asia/Tokyo"})
		must(t, err)
		if u.ID != bo.ID || u.Name != "Bo Berg" || u.Zone != "Asia/Tokyo" || !u.HasPassword {
			t.Errorf("accepted as %+v", u)
		}
		_, err = k.SignIn(t.Context(), "bo@desk.example.com", password)
		must(t, err)
		addresses, err := k.Addresses(as(t, ana), bo.ID)
		must(t, err)
		if addresses[0].VerifiedAt.IsZero() {
			t.Error("the address is not known to be theirs")
		}
		_, err = k.Accept(t.Context(), secret, people.Acceptance{Name: "Eve", Password: "another long word"})
		wantKind(t, err, fault.NotFound, "")
		_, _, err = k.Invite(as(t, ana), people.NewStaff{Name: "Bo", Address: "bo@desk.example.com", Role: access.Agent})
		wantKind(t, err, fault.Conflict, "address")
		_, _, err = k.Invite(as(t, ana), people.NewStaff{Name: "Cy", Address: "cy@desk.example.com", Role: access.EndUser})
		wantKind(t, err, fault.Invalid, "role")
	})
}

// A newer link replaces the older; switching the account off ends both.
func TestLinksEnd(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		bo, first, err := k.Invite(as(t, ana), people.NewStaff{Name: "Bo", Address: "bo@desk.example.com", Role: access.Agent})
		must(t, err)
		again, err := k.SendLink(as(t, ana), bo.ID)
		must(t, err)
		accept := func(link string) error {
			return second(k.Accept(t.Context(), secretOf(t, link, people.InvitePath), people.Acceptance{Name: "Bo", Password: password}))
		}
		wantKind(t, accept(first), fault.NotFound, "")
		must(t, k.Deactivate(as(t, ana), bo.ID))
		wantKind(t, accept(again), fault.NotFound, "")
		_, err = k.SendLink(as(t, ana), bo.ID)
		wantKind(t, err, fault.Invalid, "")
		must(t, k.Reactivate(as(t, ana), bo.ID))
		wantKind(t, accept(again), fault.NotFound, "")
		third, err := k.SendLink(as(t, ana), bo.ID)
		must(t, err)
		late := db.At(t.Context(), k.db.Now(t.Context()).Add(73*time.Hour))
		_, err = k.Accept(late, secretOf(t, third, people.InvitePath), people.Acceptance{Name: "Bo", Password: password})
		wantKind(t, err, fault.NotFound, "")
		must(t, accept(third))
		reset, err := k.SendLink(as(t, ana), bo.ID) // now there is a password
		must(t, err)
		secretOf(t, reset, people.ResetPath)
	})
}

// A token works once, however many try at the same moment.
func TestTokenWorksOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		_, link, err := k.Invite(as(t, ana), people.NewStaff{Name: "Bo", Address: "bo@desk.example.com", Role: access.Agent})
		must(t, err)
		secret := secretOf(t, link, people.InvitePath)
		passwords := []string{"first long word", "second long word", "third long word", "fourth long word"}
		errs := together(len(passwords), func(i int) error {
			return second(k.Accept(t.Context(), secret, people.Acceptance{Name: "Bo", Password: passwords[i]}))
		})
		if won := count(errs, nil); won != 1 {
			t.Fatalf("%d of them came in: %v", won, errs)
		}
		_, err = k.SignIn(t.Context(), "bo@desk.example.com", passwords[slices.Index(errs, nil)])
		must(t, err)
	})
}

func TestForgotPassword(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		k.contact(t, "Dana", "dana@customer.example")
		for _, address := range []string{"ana@desk.example.com", "nobody@desk.example.com", "dana@customer.example"} {
			must(t, k.ForgotPassword(t.Context(), address))
			k.run(t, "people.reset", `{"address":"`+address+`"}`)
		}
		wantKind(t, k.ForgotPassword(t.Context(), "no address"), fault.Invalid, "address")
		if len(k.letters) != 1 || k.letters[0].User.ID != ana.ID || k.letters[0].Kind != people.ResetLetter || k.letters[0].Inviter.ID != 0 {
			t.Fatalf("letters: %+v", k.letters)
		}
		secret := secretOf(t, k.letters[0].Link, people.ResetPath)
		_, err := k.Accept(t.Context(), secret, people.Acceptance{Name: "Ana", Password: password})
		wantKind(t, err, fault.NotFound, "") // not an invitation
		late := db.At(t.Context(), k.db.Now(t.Context()).Add(61*time.Minute))
		wantKind(t, second(k.ResetPassword(late, secret, "another long word")), fault.NotFound, "")
		wantKind(t, second(k.ResetPassword(t.Context(), secret, "ana@desk.example.com")), fault.Invalid, "password")
		must(t, second(k.ResetPassword(t.Context(), secret, "another long word")))
		wantKind(t, second(k.ResetPassword(t.Context(), secret, "yet another word")), fault.NotFound, "")
		_, err = k.SignIn(t.Context(), "ana@desk.example.com", "another long word")
		must(t, err)
	})
}

func TestSecretsAreNotKept(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		_, link, err := k.Invite(as(t, ana), people.NewStaff{Name: "Bo", Address: "bo@desk.example.com", Role: access.Agent})
		must(t, err)
		hashes, err := db.Column[string](t.Context(), k.db.Read(), "SELECT hash FROM login_tokens")
		must(t, err)
		if len(hashes) != 1 || len(hashes[0]) != 64 || hashes[0] == secretOf(t, link, people.InvitePath) {
			t.Errorf("kept: %v", hashes)
		}
	})
}

// together calls f for each number below n at the same time.
func together(n int, f func(i int) error) []error {
	errs := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { errs[i] = f(i) })
	}
	group.Wait()
	return errs
}

func count(errs []error, want error) (n int) {
	for _, err := range errs {
		if err == want {
			n++
		}
	}
	return n
}

func second[T any](_ T, err error) error { return err }
