package peopleui_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func TestCustomers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.Get("/organizations").Shows(200, "No customers yet", "New organization")
		bo.Post("/organizations", "name", " ", "plan", "Premium").Shows(422, "needs a name", "Premium")
		acme := bo.Post("/organizations", "name", "Acme <Labs>", "plan", "Premium", "region", "emea", "deployment", "self-managed",
			"version", "18.6", "notes", "Call **Dana**.\n<script>x</script>")
		acme.Leads("/organizations/1")
		org := bo.Get(acme.At).Shows(200, "Acme <Labs>", "Premium", "EMEA", "Self-managed", "18.6", "<strong>Dana</strong>",
			"Nobody belongs to this customer yet")
		if strings.Contains(org.Raw, "<Labs>") || strings.Contains(org.Raw, "<script>x") {
			t.Errorf("what was typed became HTML:\n%s", org.Raw)
		}
		bo.Post("/organizations", "name", "ACME <labs>").Shows(422, "already")

		bo.Get("/people/new?organization=1").Shows(200, `value="1" selected`)
		bo.Post("/people", "address", "dana", "name", "Dana", "organization", "1", "notes", "kept\r\nas typed").Shows(422,
			"not an e-mail address", "kept\nas typed")
		dana := bo.Post("/people", "address", "Dana@acme.example", "name", "Dana Whitfield", "organization", "1", "zone", "America/Chicago")
		bo.Get(dana.At).Shows(200, "Dana Whitfield is known now", "dana@acme.example", "America/Chicago", "recent tickets",
			`href="/organizations/1"`, "requester=")
		bo.Get("/organizations/1").Shows(200, "1 person", "Dana Whitfield")
		bo.Get("/people?q=ACME").Shows(200, "Dana Whitfield")
		bo.Get("/people?q=nobody+here").Shows(200, "Nobody is called “nobody here”", "Show everyone")
		team := bo.Get("/people?kind=team").Shows(200, "bo@desk.example.com")
		team.Hides("Dana Whitfield")

		bo.Post(dana.At+"/addresses", "address", "ana@desk.example.com").Shows(422, "belongs to ana already")
		bo.Post(dana.At+"/addresses", "address", "d@home.example").Leads(dana.At)
		bo.Post(dana.At+"/addresses/primary", "address", "d@home.example").Leads(dana.At)
		bo.Post(dana.At+"/addresses/remove", "address", "dana@acme.example").Leads(dana.At)
		bo.Post(dana.At+"/addresses/remove", "address", "d@home.example").Shows(422, "only address")
		bo.Get(dana.At+"/edit").Shows(200, "America/Chicago")
		bo.Post(dana.At, "name", "Dana W", "zone", "Nowhere/Land").Shows(422, "not a time zone", "Dana W")
		bo.Post(dana.At, "name", "Dana W", "organization", "1").Leads(dana.At)
		bo.Get("/people/999").Shows(404, "no person")
		bo.Get("/people/dana").Shows(404, "no page")
	})
}

// What clocks and rules depend on is typed on the page of a customer, and says there in words how it stands.
func TestContract(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			return people.OrganizationFields.Set(ctx, tx, s.Log, []people.CustomField{{Key: "seats", Title: "Seats", Kind: "number"},
				{Key: "beta", Title: "In the beta", Kind: "checkbox"}})
		})
		ended := s.DB.Now(t.Context()).AddDate(0, 0, -3)
		form := []string{"name", "Acme", "support_level", "ultimate", "tier", "signature", "starts_on", "2020-01-01", "ends_on", ended.Format("2006-01-02"),
			"grace_days", "15", "contact_limit", "2", "calendar", "3", "assigned_engineer", idOf(t, s, "bo@desk.example.com"), "escalated", "on",
			"escalation_note", "Upgrade failed twice", "external_id", "0015", "tags", "vip Beta", "field_seats", "400", "field_beta", "on"}
		bo.Get("/organizations/new").Shows(200, `value="15"`, `value="30"`, "Seats", "Their own hours")
		bo.Post("/organizations", append(form, "ends_on", "2019-12-31")...).Leads("/organizations/1") // the first of two values counts
		bo.Get("/organizations/1").Shows(200, "The contract ended on", "Support goes on until", "Ultimate", "Signature", "Their own hours", ">bo<",
			"Escalated since", "Upgrade failed twice", "0 of 2 named contacts", "0015", "vip", "400", "yes")
		bo.Get("/organizations").Shows(200, "grace", "escalated")
		bo.Get("/organizations/1/edit").Shows(200, `value="beta vip"`, `value="400"`, `value="ultimate" selected`, "Upgrade failed twice")
		for field, wrong := range map[string][2]string{"grace_days": {"many", "not a whole number"}, "ends_on": {"2019-12-31", "before it starts"},
			"field_seats": {"lots", "not a number"}, "starts_on": {"May", "not a day"}} {
			bad := append([]string{field, wrong[0]}, form...)
			bo.Post("/organizations/1", bad...).Shows(422, wrong[1], wrong[0], "Upgrade failed twice")
		}
		bo.Post("/organizations/1", "name", "Acme", "hold", "on", "grace_days", "0", "contact_limit", "0").Shows(422, "Say why")
		bo.Post("/organizations/1", "name", "Acme", "hold", "on", "hold_reason", "Invoice 7", "grace_days", "0", "contact_limit", "0").Leads("/organizations/1")
		admin.Get("/organizations/1").Shows(200, "Support is on hold: Invoice 7", "on hold").Hides("Escalated since", "at most")
	})
}

// An agent sees colleagues but may not change who they are: an address resets a password.
func TestAgentsDoNotEditColleagues(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		ana := idOf(t, s, "ana@desk.example.com")
		path := "/people/" + ana
		page := bo.Get(path).Shows(200, "Administrator", "ana@desk.example.com")
		page.Hides(path+"/edit", path+"/addresses")
		bo.Post(path+"/addresses", "address", "eve@evil.example").Shows(403)
		bo.Post(path, "name", "Eve").Shows(403)
		admin.Get(path).Shows(200, path+"/edit", path+"/addresses")
	})
}

func idOf(t *testing.T, s *site, address string) string {
	t.Helper()
	users, _, err := s.People.Users(access.AsSystem(context.Background(), "test"), people.Filter{Query: address})
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
			if _, err := s.People.CreateContact(access.AsSystem(t.Context(), "test"), n+"@c.example", people.Particulars{Name: "Person " + n}); err != nil {
				t.Fatal(err)
			}
		}
		first := bo.Get("/people?q=person").Shows(200, "Person 100", "Person 149", `rel="next"`)
		first.Hides("Person 150", "From the beginning")
		_, rest, _ := strings.Cut(first.Text, "after=")
		cursor, _, _ := strings.Cut(rest, "&")
		second := bo.Get("/people?q=person&after="+cursor).Shows(200, "Person 150", "Person 159", "From the beginning")
		second.Hides("Person 149", `rel="next"`)
		bo.Get("/people?after=garbage").Shows(422, "cut short")
	})
}
