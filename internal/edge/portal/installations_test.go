package portal_test

import (
	"context"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/test/pagetest"
)

// installed writes down what an organization runs, as the desk does.
func (s *site) installed(organization int64, name, version string) environment.Environment {
	s.T.Helper()
	e, err := s.runs.Save(s.Ctx, environment.Environment{OrganizationID: organization, Name: name, Version: version, Kind: environment.Production,
		Deployment: "self-managed", Notes: "CANARY-note"})
	s.must(err)
	return e
}

var seenField = regexp.MustCompile(`name="seen" value="(\d+)"`)

// seen is what a page carries along of when something was changed last.
func seen(a pagetest.Answer) string { return seenField.FindStringSubmatch(a.Text)[1] }

// A customer reads what the desk knows, confirms it, corrects it, adds to it and says what is gone; engineers learn who.
func TestInstallations(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.dana.Get("/portal/installations").Shows(200, "You belong to no organization here").Hides("<script")
		s.dana.Get("/portal/installations/1").Shows(404)
		org := s.belong(people.Organization{Name: "Fernwood Labs"}, s.dana)
		s.dana.Get("/portal/installations").Shows(200, "We know of no installation of yours", "Add an installation")
		e := s.installed(org.ID, "Production", "17.2.9-ee")
		other := s.installed(s.belong(people.Organization{Name: "Elsewhere"}).ID, "CANARY-other", "17.0")
		path := "/portal/installations/" + number(e.ID)
		list := s.dana.Get("/portal/installations").Shows(200, "Fernwood Labs", "Production", "17.2.9-ee", "Is this so?",
			"not maintained any more", "does not share").Hides("CANARY", "<script")
		s.dana.Post(path+"/confirm", "seen", seen(list)).Leads("/portal/installations")
		s.dana.Post(path+"/confirm", "seen", seen(list)).Leads(path) // it is another than the one they saw
		s.dana.Get(path).Shows(200, "changed while you looked", "by Dana Whitfield").Hides("CANARY")
		if now, err := s.runs.Environment(s.Ctx, e.ID); err != nil || now.ConfirmedBy != s.dana.ID {
			t.Errorf("confirmed by %d, %v", now.ConfirmedBy, err)
		}

		form := s.dana.Get(path+"/edit").Shows(200, `value="Production"`, `value="17.2.9-ee"`).Hides("CANARY")
		wrong := []string{"name", "", "kind", "production", "deployment", "self-managed", "version", "soon", "users", "many", "nodes",
			"Database", "topology", "Two racks"}
		s.dana.Post(path, append(wrong, "seen", seen(form))...).Shows(422, `value="soon"`, `value="many"`, ">Two racks<",
			"no role with a count", "not a number of users")
		right := []string{"name", "Berlin", "kind", "production", "deployment", "self-managed", "version", "v18.6.1-ee", "users", "1,200",
			"nodes", "Database: 3", "topology", "Two **racks**"}
		s.dana.Post(path, append(right, "seen", seen(list))...).Shows(409, "Somebody changed it while you wrote", `value="Berlin"`)
		s.dana.Post(path, append(right, "seen", seen(form))...).Leads(path)
		s.dana.Get(path).Shows(200, "Thank you", "Berlin", "18.6.1-ee", "1,200", "<strong>racks</strong>", "Database")
		s.dana.Header.Set("Accept-Language", "de")
		s.dana.Post(path, append(wrong, "seen", "0")...).Shows(422, "keine Zahl von Personen").Hides("no role")
		s.dana.Get("/portal/installations/"+number(other.ID)).Shows(404, "nichts, was Sie sehen dürfen").Hides("There is no environment")
		s.dana.Post("/portal/installations/"+number(other.ID), append(right, "seen", "0")...).Shows(404).Hides("CANARY")
		s.dana.Header.Del("Accept-Language")

		s.dana.Post("/portal/installations", "name", "berlin", "kind", "test", "deployment", "saas").Shows(422, "already. Take another name", `value="berlin"`)
		s.dana.Post("/portal/installations", "name", "Lab", "kind", "test", "deployment", "saas").Shows(303)
		s.dana.Post(path+"/gone", "seen", seen(s.dana.Get(path))).Leads("/portal/installations")
		s.dana.Get("/portal/installations").Shows(200, "Noted: it runs no longer", "Lab", "It runs again")
	})
}

// Files of customers are the customers', those of ours stay inside, and a desk that takes no pictures takes none here.
func TestInstallationFiles(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		e := s.installed(s.belong(people.Organization{Name: "Fernwood Labs", SharesTickets: true}, s.dana, s.eve).ID, "Production", "18.6")
		_, err := s.runs.AddDocument(s.Ctx, e.ID, "CANARY.txt", "text/plain", strings.NewReader("x"))
		s.must(err)
		path := "/portal/installations/" + number(e.ID)
		s.dana.Send(path+"/files").Shows(422, "Choose a file first")
		s.dana.Send(path+"/files", "file", "empty.txt:").Shows(422, "empty.txt", "is empty")
		s.dana.Send(path+"/files", "file", "drawing.svg:<svg></svg>").Leads(path)
		file := regexp.MustCompile(`/portal/documents/\d+`).FindString(s.dana.Get(path).Shows(200, "drawing.svg", "Remove for good").Hides("CANARY").Text)
		s.eve.Get(path).Shows(200, "drawing.svg").Hides("Remove for good")
		s.eve.Post(file + "/remove").Shows(403)
		if a := s.eve.Get(file).Shows(200, "<svg>"); a.Header.Get("Content-Disposition") != "attachment; filename=drawing.svg" ||
			a.Header.Get("Content-Type") == "image/svg+xml" {
			t.Errorf("served as %v", a.Header)
		}
		s.dana.Post(file + "/remove").Leads(path)
		s.Tickets.AttachRefusals(func(context.Context, db.Querier) (ticket.Refusals, error) {
			return ticket.Refusals{Pictures: true}, nil
		})
		s.dana.Get(path).Shows(200, "sanitised text")
		s.dana.Send(path+"/files", "file", "drawing.svg:<svg></svg>").Shows(422, "drawing.svg", "this desk takes no pictures").Hides("Remove for good")
	})
}

// A new ticket is about the installation that its form names; one that is not theirs is refused, and what was typed is kept.
func TestTicketAboutInstallation(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		org := s.belong(people.Organization{Name: "Fernwood Labs", SharesTickets: true}, s.dana, s.eve)
		s.installed(org.ID, "Production", "18.6")
		s.dana.Get("/portal/new").Shows(200).Hides("Which installation")
		staging := s.installed(org.ID, "Staging", "18.7")
		other := s.installed(s.belong(people.Organization{Name: "Elsewhere"}).ID, "CANARY-other", "17.0")
		s.dana.Get("/portal/new").Shows(200, "Which installation is it about?", "The main one: Production", "Staging · ").Hides("CANARY")
		words := []string{"subject", "Broken", "body", "It breaks", "severity", "3", "do", "send"}
		s.dana.Send("/portal/new", append(words, "environment", number(other.ID))...).Shows(422, "cannot be chosen", "It breaks")
		opened := s.dana.Send("/portal/new", append(words, "environment", number(staging.ID))...).Shows(303).Header.Get("Location")
		s.dana.Get(opened).Shows(200, "Staging</a> 18.7")
		s.eve.Get(opened).Shows(200, "Staging</a> 18.7")
		id, err := strconv.ParseInt(path.Base(opened), 10, 64)
		s.must(err)
		if about, chosen, _, err := s.runs.For(s.Ctx, id, org.ID); err != nil || !chosen || about.ID != staging.ID {
			t.Errorf("about %+v, %v", about, err)
		}
	})
}
