package peopleui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/test/pagetest"
)

// The way of a new desk: set up, sign out and in, invite, accept, forget, reset.
func TestFromSetupToReset(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ana, bo := s.Stranger(), s.Stranger()
		ana.Get("/sign-in").Leads("/setup")
		link, err := s.People.SetupLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, token, _ := strings.Cut(link, "token=")
		ana.Get(link).Shows(200, "Set up this desk", token)

		a := ana.Post("/setup", "token", token, "name", "Ana Silva", "address", "ana@desk.example.com", "password", "short", "zone",
			"Europe/Lisbon").Shows(422, "it needs at least 12", "Ana Silva", "ana@desk.example.com", "Europe/Lisbon", token)
		a.Hides(`value="short"`)
		ana.Post("/setup", "token", "guess", "name", "Eve", "address", "eve@evil.example", "password", password).Shows(422, "not the setup token")
		ana.Post("/setup", "token", token, "name", "Ana Silva", "address", "ana@desk.example.com", "password", password).Leads("/")
		ana.Get("/profile").Shows(200, "Ana Silva")
		bo.Get("/setup").Leads("/sign-in")
		bo.Post("/setup", "token", token, "name", "Eve", "address", "eve@evil.example", "password", password).Shows(422, "not the setup token")

		ana.Post("/sign-out").Leads("/sign-in")
		ana.Get("/settings/staff/invite?x=1").Leads("/sign-in?next=%2Fsettings%2Fstaff%2Finvite%3Fx%3D1")
		ana.Get("/sign-in?next=%2Fprofile").Shows(200, `value="/profile"`)
		ana.Post("/sign-in", "address", "ana@desk.example.com", "password", password, "next", "/profile").Leads("/profile")
		ana.Get("/sign-in?next=https://evil.example/").Leads("/")

		ana.Get("/settings/staff").Shows(200, "You are alone so far")
		ana.Post("/settings/staff", "name", "", "address", "bo@desk", "role", "agent").Shows(422, "needs a name", "bo@desk")
		sent := ana.Post("/settings/staff", "name", "Bo Berg", "address", "bo@desk.example.com", "role", "agent", "region",
			"emea").Shows(200, s.letters[0].Link)
		if sent.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("the page with a secret may be kept: %q", sent.Header.Get("Cache-Control"))
		}
		ana.Get("/settings/staff").Shows(200, "Bo Berg", "invited", "EMEA")

		invitation := s.letters[0].Link
		bo.Get(invitation).Shows(200, "Join the team", "bo@desk.example.com", "Bo Berg")
		bo.Post(invitation, "name", "Bo Berg", "password", "bo@desk.example.com").Shows(422, "little more than your address")
		bo.Post(invitation, "name", "Bo Berg", "password", password).Leads("/")
		bo.Get("/").Shows(200, "Welcome, Bo Berg")
		s.Stranger().Get(invitation).Shows(404, "Ask an administrator")
		bo.Get("/settings/staff").Shows(403, "Your role")

		forget(t, s, bo)
	})
}

// forget lets Bo choose a new password by mail, which ends the session he has.
func forget(t *testing.T, s *site, bo *pagetest.Person) {
	t.Helper()
	elsewhere := s.Stranger()
	known := elsewhere.Post("/forgot", "address", "bo@desk.example.com")
	unknown := elsewhere.Post("/forgot", "address", "eve@desk.example.com")
	known.Shows(200, "Look into your mailbox")
	if strings.ReplaceAll(known.Text, "bo@", "eve@") != unknown.Text {
		t.Error("the answer tells which addresses are known")
	}
	work(t, s.People, "people.reset", `{"address":"bo@desk.example.com"}`)
	link := s.letters[len(s.letters)-1].Link
	elsewhere.Get(link).Shows(200, "Choose a new password", "bo@desk.example.com")
	elsewhere.Post(link, "password", "tiny").Shows(422, "at least 12")
	elsewhere.Post(link, "password", "a quite different word").Leads("/")
	elsewhere.Get(link).Shows(404, "Forgot password?")
	bo.Get("/profile").Leads("/sign-in?next=%2Fprofile")
	bo.Post("/sign-in", "address", "bo@desk.example.com", "password", password).Shows(422, "not right")
	bo.Post("/sign-in", "address", "bo@desk.example.com", "password", "a quite different word").Leads("/")
}

func work(t *testing.T, s *people.Service, kind, args string) {
	t.Helper()
	for _, w := range s.Workers() {
		if w.Kind == kind {
			if err := w.Handle(t.Context(), job.Job{Kind: kind, Args: []byte(args)}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Guessing is slowed down per address, and then per client, and says so.
func TestTriesAreLimited(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, _ := s.team(t)
		eve := s.Stranger()
		status := func(address string) int {
			return eve.Post("/sign-in", "address", address, "password", "no").Status
		}
		for range 9 { // one try was Ana's own
			if got := status("ana@desk.example.com"); got != http.StatusUnprocessableEntity {
				t.Fatalf("a wrong password gives %d", got)
			}
		}
		a := eve.Post("/sign-in", "address", "ANA@desk.example.com", "password", password).Shows(http.StatusTooManyRequests,
			"too many tries", "ANA@desk.example.com")
		if a.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		admin.Get("/profile").Shows(200) // who is in stays in
		last := 0
		for range 12 { // from one client, 20 in all
			last = status("nobody@desk.example.com")
		}
		if last != http.StatusTooManyRequests {
			t.Errorf("a client may guess on: %d", last)
		}
	})
}

func TestDoorsSpeakGerman(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.team(t)
		b := s.Stranger()
		b.Header.Set("Accept-Language", "de-AT,de;q=0.9")
		b.Get("/sign-in").Shows(200, "Anmelden", "Passwort vergessen?", `lang="de"`)
	})
}
