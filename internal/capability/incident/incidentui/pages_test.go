package incidentui

import (
	"net/http"
	"strings"
	"testing"
)

// TestRoom declares an incident, tells of it, and keeps what was typed where it cannot stand.
func TestRoom(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		s.ana.Get("/incidents").Shows(http.StatusOK, "No incident so far", "Declare an incident")
		s.light.Get("/incidents").Shows(http.StatusOK).Hides("Declare an incident\"")
		s.light.Get("/incidents/new").Shows(http.StatusForbidden)
		s.dana.Get("/incidents").Shows(http.StatusForbidden)
		s.lea.Post("/settings/components", "title", "Git", "showcase", "on").Leads("/settings/components")
		s.ana.Get("/incidents/new").Shows(http.StatusOK, "S1: most customers", "First word", "Who is affected, and how", "Git")
		s.ana.Post("/incidents/new", "title", "", "severity", "2").Shows(http.StatusUnprocessableEntity, "Give it a title")
		s.ana.Post("/incidents/new", "title", "Pushes fail", "severity", "2", "template",
			"First word").Shows(http.StatusUnprocessableEntity, "“First word” asks for this", `value="Pushes fail"`)
		room := s.ana.Post("/incidents/new", "title", "Pushes fail", "severity", "2", "template", "First word", "field-impact", "pushes fail", "at_once", "on",
			"health-1", "major_outage").At // a number that was refused is not used again
		s.ana.Get("/incidents").Shows(http.StatusOK, "Pushes fail", "1 open", "S2")
		s.ana.Get(room).Shows(http.StatusOK, "Next update", "We are investigating: pushes fail", "Public page", "UTC", "incident-")
		s.light.Get(room).Shows(http.StatusOK, "Pushes fail").Hides("Keep as a draft")
		s.ana.Post(room+"/updates", "status", "identified", "body", strings.Repeat("y", 221), "do", "publish").
			Shows(http.StatusUnprocessableEntity, "221 characters", strings.Repeat("y", 221))
		s.ana.Post(room+"/updates", "status", "identified", "next_by", "soon", "body", "x", "do",
			"publish").Shows(http.StatusUnprocessableEntity, "“soon” is no date and time")
		s.ana.Post(room+"/updates", "status", "monitoring", "template", "Fix in place", "do", "template").Shows(http.StatusOK, "What was done")
		s.ana.Post(room+"/updates", "status", "identified", "body", "It is the disk.", "do", "draft").Leads(room)
		s.ana.Get(room).Shows(http.StatusOK, "Draft", "It is the disk.")
		s.ana.Post(room + "/updates/2/publish").Leads(room)
		s.ana.Post(room+"/updates/2/discard").Shows(http.StatusUnprocessableEntity, "public already")
		s.ana.Get(room+"/edit").Shows(http.StatusOK, "Communications manager")
		s.ana.Post(room+"/edit", "title", "Pushes fail", "severity", "9").Shows(http.StatusUnprocessableEntity, "Choose how bad it is")
		s.ana.Get("/incidents/9").Shows(http.StatusNotFound)
		s.ana.Get("/incident-hand-overs").Shows(http.StatusOK, "No shift has ended yet")
	})
}

// TestTickets links tickets by their menu, answers all, and takes unrelated ones off.
func TestTickets(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		id := s.open(t, "Nothing goes")
		path := "/tickets/" + text(id) + "/incident"
		s.ana.Get(path).Shows(http.StatusOK, "No incident is open")
		s.ana.Get("/incidents/new?ticket="+text(id)).Shows(http.StatusOK, `value="Nothing goes"`)
		s.ana.Post("/incidents/new", "title", "All fails", "severity", "1", "body", "We look.", "at_once", "on").Leads("/incidents/1")
		s.ana.Get(path).Shows(http.StatusOK, "Incident 1: All fails")
		s.ana.Post(path).Shows(http.StatusUnprocessableEntity, "Choose an incident")
		s.ana.Post(path, "incident", "1").Leads("/tickets/" + text(id))
		s.ana.Get("/incidents/1").Shows(http.StatusOK, "Nothing goes", "1 waits for a word")
		s.ana.Get("/incidents/1/answer").Shows(http.StatusOK, "1 ticket is linked")
		s.ana.Post("/incidents/1/answer", "text", "").Shows(http.StatusUnprocessableEntity, "Write what all the tickets")
		s.ana.Post("/incidents/1/answer", "text", "We work on it").Leads("/incidents/1/answer")
		s.ana.Get("/incidents/1/answer").Shows(http.StatusOK, "Nothing goes", "waits")
		x, err := s.Tickets.Get(s.Ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if panel, err := s.pages.Panel(s.ana.Context(), x); err != nil || panel == nil {
			t.Errorf("the panel: %v, %v", panel, err)
		}
		if acts, err := s.pages.Actions(s.light.Context(), x); err != nil || len(acts) != 0 {
			t.Errorf("who may not update tickets is offered %d acts, %v", len(acts), err)
		}
		s.ana.Post("/incidents/1/unlink", "ticket", text(id)).Leads("/incidents/1")
		s.light.Post("/incidents/1/link", "ticket", text(id)).Shows(http.StatusForbidden)
	})
}

// TestSettings changes components, rules, texts and the page, and says what is wrong.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		for _, path := range []string{"/settings/components", "/settings/incidents", "/settings/incident-texts", "/settings/status-page"} {
			s.lea.Get(path).Shows(http.StatusOK)
			s.ana.Get(path).Shows(http.StatusForbidden)
		}
		s.lea.Post("/settings/components", "title", "Git").Leads("/settings/components")
		s.lea.Post("/settings/components", "title", "git").Shows(http.StatusUnprocessableEntity, "There is a component “Git” already")
		s.lea.Get("/settings/components/1").Shows(http.StatusOK, `value="Git"`)
		s.lea.Post("/settings/components/1/delete").Leads("/settings/components")

		rules := []string{"body_limit", "280", "warn_minutes", "5", "schedule", "Speakers", "policy", "Speakers", "hours", "06:00, 18:00",
			"remind", "30", "soon", "a", "begins", "b", "over", "c", "approvals", "s1"}
		for _, st := range cadenced {
			for _, sev := range severities {
				rules = append(rules, string(st)+"-"+sev, "20")
			}
		}
		s.lea.Post("/settings/incidents", rules...).Leads("/settings/incidents")
		s.lea.Get("/settings/incidents").Shows(http.StatusOK, `value="280"`, "06:00, 18:00", "Speakers")
		s.lea.Post("/settings/incidents", append(rules, "x", "y")[2:]...).Shows(http.StatusUnprocessableEntity, "80 to 5000")
		s.lea.Post("/settings/incident-texts", "count", "1", "title-0", "Mine", "body-0", "{{cause}}", "blanks-0",
			"").Shows(http.StatusUnprocessableEntity, "has no such field", `value="Mine"`)
		s.lea.Post("/settings/incident-texts", "count", "1", "title-0", "Mine", "body-0", "{{cause}}", "blanks-0",
			"cause?: The cause").Leads("/settings/incident-texts")
		s.lea.Post("/settings/status-page", "days", "3").Shows(http.StatusUnprocessableEntity, "7 to 365")
		s.lea.Post("/settings/status-page", "days", "30", "host", "status.example.com").Leads("/settings/status-page")
		s.lea.Post("/settings/status-page/customers", "organization", "").Shows(http.StatusUnprocessableEntity, "Choose a customer")
	})
}
