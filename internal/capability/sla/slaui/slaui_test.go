package slaui_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestList(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(list).Shows(http.StatusOK, "Signature", "organization.tier is Signature", "30 min 24x7 · 2 h 24x7 · 8 h · 24 h", "every ticket").Hides("New policy", "/move")
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
		"any", "1", "any[0].field", "", "urgent.first_reply", "15 min 24x7", "high.first_reply", "1 h 30 min", "contract.first_reply", "on", "low.total_resolution", "3 d"}
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
		s.cleo.Post(list+"/9", policy("version", "1", "title", "Evening watch")...).Shows(http.StatusUnprocessableEntity, "Somebody changed this policy", `value="Evening watch"`, `name="version" value="2"`)
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

// TestWhy says on one page why a ticket is due when it is, and in its column the same in short.
func TestWhy(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(s.why()).Shows(http.StatusOK, "First reply", "owed by contract", "30 min round the clock from", "The customer wrote: the clock starts",
			"Standard: 30 min round the clock, from the start", "applies", "does not match", "organization.tier is signature", "here: nothing", "the desk’s own")
		s.ana.Get("/panel").Shows(http.StatusOK, "First reply · owed by contract", "left", "Why then?", `class="due soon"`)
		s.Stranger().Get(s.why()).Shows(http.StatusUnauthorized)
		low := ticket.NoPriority
		if _, err := s.Tickets.Update(s.System(), s.id, ticket.Update{Priority: &low}); err != nil {
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
