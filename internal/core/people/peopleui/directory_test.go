package peopleui_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

func TestCustomers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.shows(bo.get("/organizations"), 200, "No customers yet", "New organization")
		bo.shows(bo.post("/organizations", "name", " ", "plan", "Premium"), 422, "needs a name", "Premium")
		acme := bo.post("/organizations", "name", "Acme <Labs>", "plan", "Premium", "region", "emea", "deployment", "self-managed", "version", "18.6", "notes", "Call **Dana**.\n<script>x</script>")
		bo.leads(acme, "/organizations/1")
		org := bo.get(acme.at)
		bo.shows(org, 200, "Acme <Labs>", "Premium", "EMEA", "Self-managed", "18.6", "<strong>Dana</strong>", "Nobody belongs to this customer yet")
		if strings.Contains(org.raw, "<Labs>") || strings.Contains(org.raw, "<script>x") {
			t.Errorf("what was typed became HTML:\n%s", org.raw)
		}
		bo.shows(bo.post("/organizations", "name", "ACME <labs>"), 422, "already")

		bo.shows(bo.get("/people/new?organization=1"), 200, `value="1" selected`)
		bo.shows(bo.post("/people", "address", "dana", "name", "Dana", "organization", "1", "notes", "kept\r\nas typed"), 422, "not an e-mail address", "kept\nas typed")
		dana := bo.post("/people", "address", "Dana@acme.example", "name", "Dana Whitfield", "organization", "1", "zone", "America/Chicago")
		page := bo.get(dana.at)
		bo.shows(page, 200, "Dana Whitfield is a contact now", "dana@acme.example", "America/Chicago", "recent tickets", `href="/organizations/1"`, "requester=")
		bo.shows(bo.get("/organizations/1"), 200, "1 person", "Dana Whitfield")
		bo.shows(bo.get("/people?q=ACME"), 200, "Dana Whitfield")
		bo.shows(bo.get("/people?q=nobody+here"), 200, "Nobody is called “nobody here”", "Show everyone")
		team := bo.get("/people?kind=team")
		bo.shows(team, 200, "bo@desk.example.com")
		bo.hides(team, "Dana Whitfield")

		bo.shows(bo.post(dana.at+"/addresses", "address", "ana@desk.example.com"), 422, "belongs to ana already")
		bo.leads(bo.post(dana.at+"/addresses", "address", "d@home.example"), dana.at)
		bo.leads(bo.post(dana.at+"/addresses/primary", "address", "d@home.example"), dana.at)
		bo.leads(bo.post(dana.at+"/addresses/remove", "address", "dana@acme.example"), dana.at)
		bo.shows(bo.post(dana.at+"/addresses/remove", "address", "d@home.example"), 422, "only address")
		bo.shows(bo.get(dana.at+"/edit"), 200, "America/Chicago")
		bo.shows(bo.post(dana.at, "name", "Dana W", "zone", "Nowhere/Land"), 422, "not a time zone", "Dana W")
		bo.leads(bo.post(dana.at, "name", "Dana W", "organization", "1"), dana.at)
		bo.shows(bo.get("/people/999"), 404, "no person")
		bo.shows(bo.get("/people/dana"), 404, "no page")
	})
}

// An agent sees colleagues but may not change who they are: an address resets a password.
func TestAgentsDoNotEditColleagues(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		ana := idOf(t, s, "ana@desk.example.com")
		path := "/people/" + ana
		page := bo.get(path)
		bo.shows(page, 200, "Administrator", "ana@desk.example.com")
		bo.hides(page, path+"/edit", path+"/addresses")
		bo.shows(bo.post(path+"/addresses", "address", "eve@evil.example"), 403)
		bo.shows(bo.post(path, "name", "Eve"), 403)
		admin.shows(admin.get(path), 200, path+"/edit", path+"/addresses")
	})
}

func idOf(t *testing.T, s *site, address string) string {
	t.Helper()
	users, _, err := s.people.Users(access.AsSystem(context.Background(), "test"), people.Filter{Query: address})
	if err != nil || len(users) != 1 {
		t.Fatalf("%s: %d people, %v", address, len(users), err)
	}
	return strconv.FormatInt(users[0].ID, 10)
}

func TestDirectoryByPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		for i := range 60 {
			n := strconv.Itoa(100 + i)
			if _, err := s.people.CreateContact(access.AsSystem(t.Context(), "test"), n+"@c.example", people.Particulars{Name: "Person " + n}); err != nil {
				t.Fatal(err)
			}
		}
		first := bo.get("/people?q=person")
		bo.shows(first, 200, "Person 100", "Person 149", `rel="next"`)
		bo.hides(first, "Person 150", "From the beginning")
		_, rest, _ := strings.Cut(first.body, "after=")
		cursor, _, _ := strings.Cut(rest, "&")
		second := bo.get("/people?q=person&after=" + cursor)
		bo.shows(second, 200, "Person 150", "Person 159", "From the beginning")
		bo.hides(second, "Person 149", `rel="next"`)
		bo.shows(bo.get("/people?after=garbage"), 422, "cut short")
	})
}
