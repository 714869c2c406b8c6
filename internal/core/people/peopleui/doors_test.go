package peopleui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// The way of a new desk: set up, sign out and in, invite, accept, forget, reset.
func TestFromSetupToReset(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ana, bo := s.browser(t), s.browser(t)
		ana.leads(ana.get("/sign-in"), "/setup")
		link, err := s.people.SetupLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, token, _ := strings.Cut(link, "token=")
		ana.shows(ana.get(link), 200, "Set up this desk", token)

		a := ana.post("/setup", "token", token, "name", "Ana Silva", "address", "ana@desk.example.com", "password", "short", "zone", "Europe/Lisbon")
		ana.shows(a, 422, "it needs at least 12", "Ana Silva", "ana@desk.example.com", "Europe/Lisbon", token)
		ana.hides(a, `value="short"`)
		ana.shows(ana.post("/setup", "token", "guess", "name", "Eve", "address", "eve@evil.example", "password", password), 422, "not the setup token")
		ana.leads(ana.post("/setup", "token", token, "name", "Ana Silva", "address", "ana@desk.example.com", "password", password), "/")
		ana.shows(ana.get("/profile"), 200, "Ana Silva")
		bo.leads(bo.get("/setup"), "/sign-in")
		bo.shows(bo.post("/setup", "token", token, "name", "Eve", "address", "eve@evil.example", "password", password), 422, "not the setup token")

		ana.leads(ana.post("/sign-out"), "/sign-in")
		ana.leads(ana.get("/settings/staff/invite?x=1"), "/sign-in?next=%2Fsettings%2Fstaff%2Finvite%3Fx%3D1")
		ana.shows(ana.get("/sign-in?next=%2Fprofile"), 200, `value="/profile"`)
		ana.leads(ana.post("/sign-in", "address", "ana@desk.example.com", "password", password, "next", "/profile"), "/profile")
		ana.leads(ana.get("/sign-in?next=https://evil.example/"), "/")

		ana.shows(ana.get("/settings/staff"), 200, "You are alone so far")
		ana.shows(ana.post("/settings/staff", "name", "", "address", "bo@desk", "role", "agent"), 422, "needs a name", "bo@desk")
		sent := ana.post("/settings/staff", "name", "Bo Berg", "address", "bo@desk.example.com", "role", "agent", "region", "emea")
		ana.shows(sent, 200, s.letters[0].Link)
		if sent.header.Get("Cache-Control") != "no-store" {
			t.Errorf("the page with a secret may be kept: %q", sent.header.Get("Cache-Control"))
		}
		ana.shows(ana.get("/settings/staff"), 200, "Bo Berg", "invited", "EMEA")

		invitation := s.letters[0].Link
		bo.shows(bo.get(invitation), 200, "Join the team", "bo@desk.example.com", "Bo Berg")
		bo.shows(bo.post(invitation, "name", "Bo Berg", "password", "bo@desk.example.com"), 422, "little more than your address")
		bo.leads(bo.post(invitation, "name", "Bo Berg", "password", password), "/")
		bo.shows(bo.get("/"), 200, "Welcome, Bo Berg")
		bo.shows(s.browser(t).get(invitation), 404, "Ask an administrator")
		bo.shows(bo.get("/settings/staff"), 403, "Your role")

		forget(t, s, bo)
	})
}

// forget lets Bo choose a new password by mail, which ends the session he has.
func forget(t *testing.T, s *site, bo *browser) {
	t.Helper()
	elsewhere := s.browser(t)
	known := elsewhere.post("/forgot", "address", "bo@desk.example.com")
	unknown := elsewhere.post("/forgot", "address", "eve@desk.example.com")
	elsewhere.shows(known, 200, "Look into your mailbox")
	if strings.ReplaceAll(known.body, "bo@", "eve@") != unknown.body {
		t.Error("the answer tells which addresses are known")
	}
	work(t, s.people, "people.reset", `{"address":"bo@desk.example.com"}`)
	link := s.letters[len(s.letters)-1].Link
	elsewhere.shows(elsewhere.get(link), 200, "Choose a new password", "bo@desk.example.com")
	elsewhere.shows(elsewhere.post(link, "password", "tiny"), 422, "at least 12")
	elsewhere.leads(elsewhere.post(link, "password", "a quite different word"), "/")
	elsewhere.shows(elsewhere.get(link), 404, "Forgot password?")
	bo.leads(bo.get("/profile"), "/sign-in?next=%2Fprofile")
	bo.shows(bo.post("/sign-in", "address", "bo@desk.example.com", "password", password), 422, "not right")
	bo.leads(bo.post("/sign-in", "address", "bo@desk.example.com", "password", "a quite different word"), "/")
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
		eve := s.browser(t)
		status := func(address string) int {
			return eve.post("/sign-in", "address", address, "password", "no").status
		}
		for range 9 { // one try was Ana's own
			if got := status("ana@desk.example.com"); got != http.StatusUnprocessableEntity {
				t.Fatalf("a wrong password gives %d", got)
			}
		}
		a := eve.post("/sign-in", "address", "ANA@desk.example.com", "password", password)
		eve.shows(a, http.StatusTooManyRequests, "too many tries", "ANA@desk.example.com")
		if a.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		admin.shows(admin.get("/profile"), 200) // who is in stays in
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
		b := s.browser(t)
		b.lang = "de-AT,de;q=0.9"
		b.shows(b.get("/sign-in"), 200, "Anmelden", "Passwort vergessen?", `lang="de"`)
	})
}
