package clearanceui_test

import (
	"fmt"
	"testing"

	"github.com/daywatch/daywatch/test/pagetest"
)

const records = "/settings/clearances"

// TestRecord goes from the empty list to a record, and to its end. Days stand in the reader's form.
func TestRecord(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.admin.Get(records).Shows(200, "No clearance is recorded yet", "Record a clearance", "ana · ana@gov.test").Hides("dana@gov.test")
		s.admin.Get(records+"?person="+fmt.Sprint(s.ana.ID)).Shows(200, fmt.Sprintf(`<option value="%d" selected>`, s.ana.ID))
		s.admin.Post(records, s.form()...).Leads(records)
		s.admin.Get(records).Shows(200, "US citizenship of ana is recorded.", "Pat Officer", "12 Jan 2026", "31 Dec 2999",
			"Counts").Hides("2026-01-12", "2999-12-31", "No clearance is recorded yet")
		one := records + "/1"
		s.admin.Get(one).Shows(200, "12 Jan 2026", "31 Dec 2999", "Recorded by", "admin", "Revoke now").Hides("2026-01-12")
		german := *s.admin
		german.Header = s.admin.Header.Clone()
		german.Header.Set("Accept-Language", "de")
		german.Get(one).Shows(200, "12. Jan. 2026").Hides("12 Jan 2026")
		s.admin.Post(one+"/revoke", "why", " ").Shows(422, "Say why")
		s.admin.Post(one+"/revoke", "why", "passport C01X00T478 is void").Shows(422, `value="passport C01X00T478 is void"`,
			"looks like the number of a document", `aria-invalid="true"`)
		s.admin.Post(one+"/revoke", "why", "the proof was withdrawn").Leads(one)
		s.admin.Get(one).Shows(200, "The clearance of ana is revoked.", "Revoked", "the proof was withdrawn").Hides("Revoke now")
		s.admin.Post(one+"/revoke", "why", "again").Shows(422, "was revoked before")
		s.admin.Get(records + "/99").Shows(404)
		s.admin.Get(records + "/x").Shows(404)
	})
}

// form is what somebody types of Ana; change is name, value.
func (s *site) form(change ...string) []string {
	fields := []string{"person", fmt.Sprint(s.ana.ID), "fact", "US citizenship", "verifier", "Pat Officer", "verified_on", "2026-01-12",
		"proof", "Passport seen", "last_day", "2999-12-31"}
	for i := 0; i < len(change); i += 2 {
		for j := 0; j < len(fields); j += 2 {
			if fields[j] == change[i] {
				fields[j+1] = change[i+1]
			}
		}
	}
	return fields
}

// TestRecordRefused shows every form again with what was typed, and why.
func TestRecordRefused(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		for _, c := range []struct{ field, typed, says string }{
			{"person", "", "nobody"}, {"person", fmt.Sprint(s.dana.ID), "is a customer"}, {"fact", "Shoe size", "Shoe size"},
			{"verifier", "", ""}, {"verifier", "ana", ""},
			{"verified_on", "", ""}, {"verified_on", "2999-01-01", ""}, {"verified_on", "yesterday", "yesterday"},
			{"proof", "Heard it said", "Choose what kind of proof"}, {"last_day", "2001-01-01", ""},
			{"last_day", "soon", "soon"},
		} {
			s.admin.Post(records, s.form(c.field, c.typed)...).Shows(422, `aria-invalid="true"`, c.says, "Passport seen")
		}
		s.admin.Post(records, s.form("verified_on", "2999-01-01")...).Shows(422, `value="Pat Officer"`, `value="2999-01-01"`,
			`value="2999-12-31"`, `<option value="Passport seen" selected>`)
		s.admin.Post(records, s.form("person", fmt.Sprint(s.admin.ID))...).Shows(403, "Nobody records their own clearance")
		if all, err := s.clearances.Records(s.Ctx); err != nil || len(all) != 0 {
			t.Errorf("%d records after refusals: %v", len(all), err)
		}
	})
}

// TestRules changes what is recorded. What is refused stays as it was typed; who would shut themselves out cannot.
func TestRules(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		rules := func(facts, door, proofs string) []string {
			return []string{"facts", facts, "door", door, "proofs", proofs}
		}
		s.admin.Post(records+"/rules",
			rules("US citizenship\nNATO SECRET", "US citizenship", "Passport seen\n\n  Letter seen ")...).Shows(422, "no record of",
			"NATO SECRET", "Letter seen")
		s.cleared(s.admin.User, "")
		s.admin.Post(records+"/rules", rules("US citizenship\nNATO SECRET", "US citizenship", "Passport seen\n\n  Letter seen ")...).Leads(records)
		s.admin.Get(records).Shows(200, `<option value="NATO SECRET">`, `<option value="Letter seen">`)
		s.admin.Post(records+"/rules", rules("", "US citizenship", "Passport seen")...).Shows(422, "Name at least one")
		s.admin.Post(records+"/rules", rules("A\nB", "C", "P")...).Shows(422, "is none of the facts", `<option value="C" selected>`, "A\nB")
		s.admin.Post(records+"/rules", rules("A\nUS citizenship", "A", "P")...).Shows(422, "shut you out")
	})
}

// TestWhoMay keeps records and the log to who manages the team, and the look-up to the team.
func TestWhoMay(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.cleared(s.ana.User, "")
		for _, c := range []struct {
			name   string
			who    *pagetest.Person
			inside int // status of what the team may see
			status int // of the rest
		}{{"agent", s.ana, 200, 403}, {"light agent", s.light, 200, 403}, {"customer", s.dana, 403, 403}, {"stranger", s.Stranger(), 401, 401}} {
			if got := c.who.Get("/clearances"); got.Status != c.inside {
				t.Errorf("%s sees who is cleared: %d, want %d", c.name, got.Status, c.inside)
			}
			for _, path := range []string{records, records + "/1", "/settings/view-log", "/settings/view-log.csv"} {
				if got := c.who.Get(path); got.Status != c.status {
					t.Errorf("%s sees %s: %d, want %d", c.name, path, got.Status, c.status)
				}
			}
			for _, path := range []string{records, records + "/rules", records + "/1/revoke", "/settings/view-log/verify"} {
				if got := c.who.Post(path, s.form()...); got.Status != c.status {
					t.Errorf("%s sends %s: %d, want %d", c.name, path, got.Status, c.status)
				}
			}
		}
		if r, err := s.clearances.Get(s.Ctx, 1); err != nil || !r.RevokedAt.IsZero() {
			t.Errorf("somebody who may not revoked it: %+v, %v", r, err)
		}
	})
}

// TestLookup lists who is cleared now; who is not found is not. The page for who is outside names nothing.
func TestLookup(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.cleared(s.ana.User, "")
		s.cleared(s.lea.User, "")
		s.light.Get("/clearances").Shows(200, "ana", "lea", "Cleared: US citizenship",
			fmt.Sprintf(`href="/people/%d"`, s.ana.ID)).Hides("dana", "admin@gov.test")
		s.light.Get("/clearances?q=LE").Shows(200, ">lea<", `value="LE"`).Hides(">ana<")
		s.light.Get("/clearances?q=nobody").Shows(200, "Nobody is found", "Treat whom you looked for as not cleared")
		s.Stranger().Get("/outside").Shows(403, "Restricted record", `href="/sign-in"`, `href="/portal/sign-in"`).Hides("ana")
	})
}

// TestOrdinaryDesk records facts without a door: there is no log of views.
func TestOrdinaryDesk(t *testing.T) {
	each(t, false, func(t *testing.T, s *site) {
		s.admin.Get("/settings/view-log").Shows(404)
		s.admin.Post(records, s.form()...).Leads(records)
		s.ana.Get("/clearances").Shows(200, ">ana<")
	})
}
