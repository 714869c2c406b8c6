package portal_test

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/test/pagetest"
)

// belong puts people into an organization.
func (s *site) belong(o people.Organization, who ...*pagetest.Person) people.Organization {
	s.T.Helper()
	o, err := s.People.SaveOrganization(s.Ctx, o)
	s.must(err)
	for _, p := range who {
		u, err := s.People.User(s.Ctx, p.ID)
		s.must(err)
		_, err = s.People.EditUser(s.Ctx, p.ID, people.Particulars{Name: u.Name, OrganizationID: o.ID})
		s.must(err)
	}
	return o
}

// Colleagues read one another's tickets where their organization shares them, and do nothing to them; what is internal
// stays so, and what somebody of the desk asked about the account is nobody's to read.
func TestColleaguesReadAlong(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		org := s.belong(people.Organization{Name: "Fernwood Labs"}, s.dana, s.eve, s.ana)
		id, inside := s.asks(s.dana), s.asks(s.ana)
		s.must(s.Tickets.OwnCCs(s.dana.Context(), id, []string{"lawyer@else.test"}, nil))
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Body: "CANARY-note"}})
		path := "/portal/tickets/" + number(id)
		s.eve.Get("/portal/?of=colleagues").Shows(200).Hides("502 everywhere", "colleagues’")
		s.eve.Get(path).Shows(404)

		org.SharesTickets = true
		s.belong(org)
		s.eve.Get("/portal/").Shows(200, "My colleagues’", "Nothing is open").Hides("502 everywhere")
		s.eve.Get("/portal/?of=colleagues").Shows(200, "502 everywhere", "#"+number(id), "asked by Dana Whitfield").Hides("#" + number(inside))
		s.eve.Get(path).Shows(200, "Since Monday.", "This is Dana Whitfield’s ticket", "ask Dana Whitfield to add you", "we answer Dana Whitfield").
			Hides("CANARY", "lawyer@else.test", `name="body"`, "Mark as solved", "Who reads along<")
		for _, act := range []string{"", "/solved", "/cc"} {
			s.eve.Send(path+act, "body", "x", "remove", number(s.eve.ID)).Shows(404)
		}
		s.eve.Get("/portal/new?follow="+number(id)).Shows(403, "only they go on from it")
		s.eve.Get("/portal/tickets/" + number(inside)).Shows(404)
		s.ana.Get("/portal/").Shows(200).Hides("colleagues’", "#"+number(id))

		s.must(s.Tickets.OwnCCs(s.dana.Context(), id, []string{"eve@customer.test"}, nil))
		s.eve.Get("/portal/?of=colleagues").Shows(200).Hides("502 everywhere")
		s.eve.Send(path, "body", "I see it too").Leads(path)
		other := s.belong(people.Organization{Name: "Elsewhere", SharesTickets: true}, s.dana)
		s.must(s.Tickets.OwnCCs(s.dana.Context(), id, nil, []int64{s.eve.ID}))
		s.eve.Get(path).Shows(404) // who asked has left, and belongs to another one
		s.belong(other, s.eve)
		s.eve.Get(path).Shows(404) // the ticket was asked for the first one
	})
}

// A file of a public comment is a colleague's to read; one of a note is not.
func TestColleaguesFiles(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.belong(people.Organization{Name: "Fernwood Labs", SharesTickets: true}, s.dana, s.eve)
		id := s.asks(s.dana)
		log, err := s.Tickets.Upload(s.ana.Context(), "out.log", "text/plain", strings.NewReader("said"))
		s.must(err)
		note, err := s.Tickets.Upload(s.ana.Context(), "in.log", "text/plain", strings.NewReader("CANARY"))
		s.must(err)
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "See the log", Attachments: []int64{log.ID}}})
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Body: "Not theirs", Attachments: []int64{note.ID}}})
		s.eve.Get("/portal/files/"+number(log.ID)+"/out.log").Shows(200, "said")
		s.eve.Get("/portal/files/" + number(note.ID) + "/in.log").Shows(404)
	})
}

// Words are found in subjects and in what was said, not in what stays inside, however they are written.
func TestFindOwn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		s.asks(s.eve)
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Please restart Größe-Worker 100%"}})
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Body: "CANARY inside"}, AddTags: []string{"secret-tag"}})
		for query, found := range map[string]bool{"502": true, "MONDAY": true, "grosse+worker": true, "100%25": true, "everywhere+restart": true,
			"canary": false, "secret-tag": false, "everywhere+nowhere": false, "%25%25": false, "Dana": false} {
			page := s.dana.Get("/portal/?q=" + query)
			page.Shows(200)
			if got := strings.Contains(page.Text, "#"+number(id)); got != found || strings.Contains(page.Text, "#"+number(id+1)) {
				t.Errorf("%s: found %v, want %v", query, got, found)
			}
		}
		s.dana.Get("/portal/?q=%3Cb%3E").Shows(200, "Nothing here holds “<b>”", "Show all")
		s.update(id, ticket.Update{Status: status(ticket.Solved)})
		s.dana.Get("/portal/?q=502").Shows(200, "Nothing here holds", "show=solved").Hides("#" + number(id))
		s.dana.Get("/portal/?q=502&show=solved").Shows(200, "#"+number(id))
	})
}

// A form is offered where it fits the plan; one typed into the address that does not is refused in words, and what was
// written is kept.
func TestFormsFitThePlan(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, f := range []ticket.Form{{Title: "Question", About: "Anything", Customers: true},
			{Title: "Upgrade help", About: "We go through it with you", Customers: true, Offer: ticket.Offer{Levels: []string{"ultimate"}}},
			{Title: "Runners", Customers: true, Offer: ticket.Offer{Plans: []string{"Premium", "Gold"}, Deployments: []string{"saas"}}}} {
			_, err := s.Tickets.SaveForm(s.Ctx, f)
			s.must(err)
		}
		org := s.belong(people.Organization{Name: "Fernwood Labs", SupportLevel: "premium", Plan: "premium", Deployment: "saas"}, s.dana)
		s.dana.Get("/portal/new").Shows(200, "Question", "Anything", "Runners").Hides("Upgrade help")
		s.eve.Get("/portal/new").Shows(200, `name="subject"`).Hides("Runners", "Upgrade help")
		s.dana.Get("/portal/new?form=2").Shows(403, "“Upgrade help” is for organizations with Ultimate; Fernwood Labs has another plan",
			"Question").Hides(`name="subject"`)
		s.eve.Get("/portal/new?form=3").Shows(403, "“Runners” is for organizations with Premium, Gold; saas", "belongs to none")
		s.dana.Send("/portal/new", "form", "2", "subject", "Mine", "body", "kept words", "severity", "3", "do", "send").Leads("/portal/new")
		s.dana.Get("/portal/new").Shows(200, "Fernwood Labs has another plan", "What you wrote is kept", "Question")
		s.dana.Get("/portal/new?form=1").Shows(200, "kept words")
		s.dana.Get("/portal/new?form=99").Shows(403, "not offered any more")
		org.SupportLevel, org.Deployment = "ultimate", "self-managed"
		s.belong(org)
		s.dana.Get("/portal/new").Shows(200, "Upgrade help").Hides("Runners")
		s.dana.Send("/portal/new", "form", "2", "subject", "Mine", "body", "b", "severity", "3", "do", "send").Leads("/portal/tickets/1")
		_, err := s.Tickets.SaveForm(s.Ctx, ticket.Form{Title: "x", Offer: ticket.Offer{Levels: []string{"platinum"}}})
		if err == nil || !strings.Contains(err.Error(), `no support level "platinum"`) {
			t.Errorf("a level that is none is taken: %v", err)
		}
	})
}
