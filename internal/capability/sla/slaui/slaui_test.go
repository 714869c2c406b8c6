package slaui_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

func TestList(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(list).Shows(http.StatusOK, "Signature", "Organization: success tier is Signature",
			"30 min 24x7 · 2 h 24x7 · 8 h · 24 h", "every ticket").Hides("New policy", "/move")
		s.cleo.Get(list).Shows(http.StatusOK, "New policy", list+"/8/move")
		s.Stranger().Get(list).Shows(http.StatusUnauthorized)
		s.ana.Post(list+"/8/move", "to", "1").Shows(http.StatusForbidden)
		s.cleo.Post(list+"/8/move", "to", "1").Leads(list)
		s.ana.Get("/panel").Shows(http.StatusOK, "30 min round the clock")
		s.cleo.Header.Set("Accept-Language", "de")
		s.cleo.Get(list).Shows(http.StatusOK, "Neue Regel", "jedes Ticket")
	})
}

// policy is a form as the editor sends it, with more or other fields behind it.
func policy(more ...string) []string {
	fields := []string{"title", "Night watch", "description", "", "warn", "50", "active", "on", "version", "0",
		"all", "2", "all[0].field", "organization.tier", "all[0].operator", "is", "all[0].value", "Signature, advanced", "all[1].field", "",
		"any", "1", "any[0].field", "", "urgent.first_reply", "15 min 24x7", "high.first_reply", "1 h 30 min", "contract.first_reply", "on",
		"low.total_resolution", "3 d"}
	for i := 0; i < len(more); i += 2 {
		at := slices.Index(fields, more[i])
		if at < 0 {
			fields = append(fields, more[i], more[i+1])
			continue
		}
		fields[at+1] = more[i+1]
	}
	return fields
}

// TestEditor saves what was typed, and shows due times before that.
func TestEditor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get(list+"/new").Shows(http.StatusOK, `value="30 min 24x7"`, "What it comes to", "EMEA hours", `hx-select="#samples"`)
		s.cleo.Post(list, policy("do", "look", "sample", "2026-11-20T16:50")...).Shows(http.StatusOK, "15 min", "Mon 08:20", "Night watch")
		s.cleo.Post(list, policy("do", "add-any")...).Shows(http.StatusOK, "any[2].field")
		s.ana.Post(list, policy()...).Shows(http.StatusForbidden)
		s.cleo.Post(list, policy()...).Leads(list)
		s.cleo.Get(list+"/9").Shows(http.StatusOK, `value="15 min 24x7"`, `value="1 h 30 min"`, `value="72 h"`, `value="Signature, Advanced"`, `value="50"`)
		s.cleo.Post(list+"/9", policy("version", "1", "title", "Day watch")...).Leads(list)
		s.cleo.Post(list+"/9", policy("version", "1", "title", "Evening watch")...).Shows(http.StatusUnprocessableEntity,
			"Somebody changed this policy", `value="Evening watch"`, `name="version" value="2"`)
		s.cleo.Post(list + "/9/delete").Leads(list)
		s.cleo.Get(list + "/9").Shows(http.StatusNotFound)
	})
}

// TestEditorRefuses keeps what was typed and says at its field what is wrong with it.
func TestEditorRefuses(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, c := range []struct {
			field, value string
			words        []string
		}{
			{"title", "", []string{"A policy needs a title"}},
			{"title", "Standard", []string{"There is a policy Standard already"}},
			{"warn", "75, 50", []string{"The warnings go up"}},
			{"warn", "soon", []string{"“soon” is no percentage"}},
			{"high.first_reply", "quick", []string{"“quick” is no target", `value="quick"`}},
			{"high.first_reply", "9999 h", []string{"between a second and a year"}},
			{"all[0].field", "organization.mood", []string{"There is no field “organization.mood”"}},
			{"all[0].operator", "less_than", []string{"cannot be compared by “less_than”"}},
			{"all[0].value", "", []string{"needs a value"}},
		} {
			s.cleo.Post(list, policy(c.field, c.value)...).Shows(http.StatusUnprocessableEntity, c.words...)
		}
		two := policy("all[1].field", "organization.tier", "all[1].operator", "is_not", "all[1].value", "signature, advanced")
		s.cleo.Post(list, two...).Shows(http.StatusUnprocessableEntity, "Nothing can match")
	})
}

// TestEditorNames takes people and organizations by name, and shows them so; a comma may be part of a name.
func TestEditorNames(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		o, err := s.People.SaveOrganization(s.Ctx, people.Organization{Name: "Seto, Rail & Co"})
		if err != nil {
			t.Fatal(err)
		}
		typed := func(field, value string) []string { return policy("all[0].field", field, "all[0].value", value) }
		s.cleo.Get(list+"/new").Shows(http.StatusOK, ">Organization: success tier</option>", ">is not</option>").Hides(">organization.tier<")
		s.cleo.Post(list, typed("organization_id", "Seto Bus")...).Shows(http.StatusUnprocessableEntity,
			"There is no organization “Seto Bus”", `value="Seto Bus"`)
		s.cleo.Post(list, typed("organization_id", "seto, rail & co")...).Leads(list)
		p, err := s.clocks.Policy(s.Ctx, 9)
		if err != nil || len(p.Filter.All) != 1 || !slices.Equal(p.Filter.All[0].Value, []string{fmt.Sprint(o.ID)}) {
			t.Fatalf("the policy is %+v, %v", p.Filter, err)
		}
		s.cleo.Get(list).Shows(http.StatusOK, "Organization is Seto, Rail & Co")
		s.cleo.Get(list+"/9").Shows(http.StatusOK, `value="Seto, Rail & Co"`)
		s.cleo.Post(list+"/9", policy("version", "1", "all[0].field", "requester_id", "all[0].value", "dana@customer.test")...).Leads(list)
		s.cleo.Get(list).Shows(http.StatusOK, "Requester is Dana")
		s.cleo.Post(list+"/9", typed("requester_id", "nobody@customer.test")...).Shows(http.StatusUnprocessableEntity,
			"Nobody has the address “nobody@customer.test”")
	})
}

// TestWhy says on one page why a ticket is due when it is, and in its column the same in short.
func TestWhy(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(s.why()).Shows(http.StatusOK, "First reply", "owed by contract", "30 min round the clock from", "The customer wrote: the clock starts",
			"Standard: 30 min round the clock, from the start", "applies", "does not match", "Organization: success tier is Signature",
			"here: nothing", "the desk’s own")
		s.ana.Get("/panel").Shows(http.StatusOK, "First reply · owed by contract", "left", "Why then?", `class="due soon"`)
		s.Stranger().Get(s.why()).Shows(http.StatusUnauthorized)
		low := ticket.NoPriority
		if _, err := s.Tickets.Update(s.Ctx, s.id, ticket.Update{Priority: &low}); err != nil {
			t.Fatal(err)
		}
		s.ana.Get(s.why()).Shows(http.StatusOK, "Targets go by priority", "No target applies any more", "changed the priority")
		s.ana.Get("/panel").Shows(http.StatusOK, "Targets go by priority")
	})
}

// TestPromise promises times to a customer from the page.
func TestPromise(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		to := "/tickets/1/promise"
		s.ana.Post(to, "cadence", "sometimes", "zone", "Europe/Amsterdam").Shows(http.StatusUnprocessableEntity, `value="sometimes"`)
		s.ana.Post(to, "cadence", "tue,thu 15:00", "zone", "Atlantis").Shows(http.StatusUnprocessableEntity, "Atlantis")
		s.ana.Post(to, "cadence", "tue,thu 15:00", "zone", "Europe/Amsterdam").Leads(s.why())
		s.ana.Get(s.why()).Shows(http.StatusOK, "Promised update", "Promised for tue,thu 15:00 Europe/Amsterdam", "15:00 Amsterdam")
	})
}

// TestPromiseOrganization promises times to a customer, shows the next of them in both places, and takes them back.
func TestPromiseOrganization(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		o, err := s.People.SaveOrganization(s.Ctx, people.Organization{Name: "Seto Rail"})
		if err != nil {
			t.Fatal(err)
		}
		at, panel := fmt.Sprintf("/organizations/%d", o.ID), fmt.Sprintf("/of/%d", o.ID)
		s.ana.Get(panel).Shows(http.StatusOK, "Nothing is promised beside the service level", at+"/promise")
		s.ana.Get(at+"/promise").Shows(http.StatusOK, "Promised updates for Seto Rail").Hides("The next times")
		s.ana.Get("/organizations/999/promise").Shows(http.StatusNotFound)
		s.ana.Post(at+"/promise", "cadence", "tue,thu 25:00", "zone", "Asia/Tokyo").Shows(http.StatusUnprocessableEntity,
			`value="tue,thu 25:00"`, "f-cadence-error")
		s.ana.Post(at+"/promise", "cadence", "tue,thu 15:00", "zone", "Tokio").Shows(http.StatusUnprocessableEntity, "f-zone-error")
		s.ana.Post(at+"/promise", "cadence", "tue,thu 15:00", "zone", "Asia/Tokyo").Leads(at)
		s.ana.Get(panel).Shows(http.StatusOK, "tue,thu 15:00 Asia/Tokyo", "15:00 Tokyo", "Change")
		s.ana.Get(at+"/promise").Shows(http.StatusOK, "The next times", "15:00 Tokyo", `value="tue,thu 15:00"`)
		light := s.Join("Lou Beck", "lou@desk.test", access.LightAgent)
		light.Get(panel).Shows(http.StatusOK, "15:00 Tokyo").Hides("Change")
		light.Post(at+"/promise", "cadence", "", "zone", "").Shows(http.StatusForbidden)
		s.ana.Post(at+"/promise", "cadence", "", "zone", "").Leads(at)
		light.Get(panel).Shows(http.StatusOK).Hides("15:00")
	})
}
