package portal_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// A desk without forms asks for what every ticket needs, and says what each choice means.
func TestNewTicket(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.dana.Get("/portal/new").Shows(200, "Severity 1: emergency", "cannot be used at all", "no acceptable way around it", "All regions",
			"The clock then runs in the hours of EMEA only (Mon to Fri 08:00–18:00 Amsterdam)", "Amsterdam").Hides("<script")
		mistaken := s.dana.Send("/portal/new", "subject", "", "body", "It <breaks>", "severity", "2", "region", "emea", "cc",
			"eve@customer.test", "file", "trace.log:boom", "do", "send")
		mistaken.Shows(422, "what it is about", "It <breaks>", `value="2" checked`, `value="emea" checked`, "eve@customer.test",
			"trace.log", `name="attachment"`)
		file := regexp.MustCompile(`name="attachment" value="(\d+)"`).FindStringSubmatch(mistaken.Text)[1]
		s.dana.Get("/portal/new").Shows(200, "did not send is below", "It <breaks>", "trace.log")
		s.dana.Send("/portal/new", "subject", "Broken", "body", "It <breaks>", "severity", "2", "region", "emea", "cc", "eve@customer.test",
			"attachment", file, "do", "send").Leads("/portal/tickets/1")
		s.dana.Get("/portal/tickets/1").Shows(200, "Ticket #1 is open", "Broken", "It <breaks>", "trace.log", "Severity 2", "EMEA", "eve@customer.test")
		s.dana.Get("/portal/new").Shows(200).Hides("It <breaks>", "trace.log")
		got, err := s.Tickets.Get(s.ana.Context(), 1)
		s.must(err)
		if got.Priority != ticket.High || got.Channel != "portal" || got.Region != "emea" {
			t.Errorf("opened as %+v", got)
		}
	})
}

// Severity sets the priority once: what is changed later stays changed.
func TestSeverityCountsOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		low := ticket.Low
		s.update(id, ticket.Update{Priority: &low})
		s.dana.Send("/portal/tickets/"+number(id), "body", "more", "severity", "1").Leads("/portal/tickets/" + number(id))
		got, err := s.Tickets.Get(s.ana.Context(), id)
		s.must(err)
		if got.Priority != ticket.Low || got.Severity != 2 {
			t.Errorf("priority %v, severity %d", got.Priority, got.Severity)
		}
	})
}

func TestDraftIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.dana.Send("/portal/new", "subject", "Half a thought", "do", "save").Leads("/portal/")
		s.dana.Get("/portal/").Shows(200, "Your draft is kept")
		s.eve.Get("/portal/new").Shows(200).Hides("Half a thought")
		s.dana.Get("/portal/new").Shows(200, "Half a thought", "Throw it away")
		s.dana.Post("/portal/new/discard").Leads("/portal/new")
		s.dana.Get("/portal/new").Shows(200, "The draft is gone").Hides("Half a thought")
	})
}

// Several forms are chosen from; a form asks what its conditions say, a step behind where an answer brought it up.
func TestForms(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.makeForms()
		s.dana.Get("/portal/new").Shows(200, "What is it about?", "Technical", "A fault", "Licences").Hides("Internal request", "Retired", `name="subject"`)
		s.dana.Get("/portal/new?form=1").Shows(200, "Product", "Self-managed", "Nodes", "one or two more questions").Hides("Version", "Root cause")
		asked := []string{"form", "1", "asked", "product", "asked", "nodes", "subject", "s", "body", "b", "severity", "3", "do", "send"}
		s.dana.Send("/portal/new", asked...).Shows(422, "This needs an answer")
		asked = append(asked, "field:product", "self-managed", "field:nodes", "a", "field:nodes", "b")
		s.dana.Send("/portal/new", asked...).Shows(422, "Your answers brought up another question", "Version", "As /help shows it", `value="a" checked`)
		asked = append(asked, "asked", "version")
		s.dana.Send("/portal/new", asked...).Shows(422, "This needs an answer")
		s.dana.Send("/portal/new", append(asked, "field:version", "17.2", "field:root_cause", "mine")...).Leads("/portal/tickets/1")
		s.dana.Get("/portal/tickets/1").Shows(200, "Technical", "Self-managed", "17.2", "A, B").Hides("Root cause", "mine")
		for _, form := range []string{"3", "4", "99", "x"} {
			s.dana.Send("/portal/new", "form", form, "subject", "s", "body", "kept words", "severity", "3", "do", "send").Leads("/portal/new")
		}
		s.dana.Get("/portal/new?form=2").Shows(200, "Licences", "kept words")
		s.dana.Send("/portal/new", "form", "2", "asked", "seats", "field:seats", "many", "subject", "s", "body", "b", "severity", "4", "do",
			"send").Shows(422, "This answer does not fit", `value="many"`)
	})
}

func (s *site) makeForms() {
	s.T.Helper()
	for _, f := range []ticket.Field{
		{Key: "product", Title: "Product", Kind: ticket.SelectField, Customers: true, Options: []ticket.Option{{Title: "Self-managed"}, {Title: "SaaS"}}},
		{Key: "nodes", Title: "Nodes", Kind: ticket.MultiField, Customers: true, Options: []ticket.Option{{Title: "A"}, {Title: "B"}}},
		{Key: "version", Title: "Version", Help: "As /help shows it", Kind: ticket.TextField, Customers: true},
		{Key: "seats", Title: "Seats", Kind: ticket.NumberField, Customers: true},
		{Key: "root_cause", Title: "Root cause", Kind: ticket.TextField},
	} {
		_, err := s.Tickets.SaveField(s.Ctx, f)
		s.must(err)
	}
	when := json.RawMessage(`{"all": [{"field": "custom_fields_product", "operator": "is", "value": "self-managed"}]}`)
	for _, f := range []ticket.Form{
		{Title: "Technical", About: "A fault", Customers: true,
			Fields: []ticket.FormField{{Key: "product", Required: true}, {Key: "version", Required: true, When: when}, {Key: "nodes"}, {Key: "root_cause"}}},
		{Title: "Licences", Customers: true, Fields: []ticket.FormField{{Key: "seats"}}}, {Title: "Internal request"},
		{Title: "Retired", Customers: true, Retired: true},
	} {
		_, err := s.Tickets.SaveForm(s.Ctx, f)
		s.must(err)
	}
}

// Whose organization may not ask is told so before and after writing, courteously; the words are kept for when it may.
func TestRefusalKeepsTheDraft(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		org, err := s.People.SaveOrganization(s.Ctx, people.Organization{Name: "Fernwood Labs"})
		s.must(err)
		_, err = s.People.EditUser(s.Ctx, s.dana.ID, people.Particulars{Name: "Dana Whitfield", OrganizationID: org.ID})
		s.must(err)
		old := s.asks(s.dana)
		org.Hold, org.HoldReason = true, "CANARY owes us"
		_, err = s.People.SaveOrganization(s.Ctx, org)
		s.must(err)
		s.dana.Get("/portal/new").Shows(200, "Support for Fernwood Labs is on hold", "sales representative",
			"support@northwind.test").Hides("CANARY", `name="subject"`)
		s.dana.Send("/portal/new", "subject", "Urgent", "body", "long words", "severity", "1", "do", "send").Shows(http.StatusForbidden,
			"is on hold", "What you wrote is kept", "long words").Hides("CANARY")
		s.dana.Send("/portal/tickets/"+number(old), "body", "goes on").Leads("/portal/tickets/" + number(old))
		org.Hold = false
		_, err = s.People.SaveOrganization(s.Ctx, org)
		s.must(err)
		s.dana.Get("/portal/new").Shows(200, "Urgent", "long words", `value="1" checked`)
	})
}

// Writing is slowed down, and what was written stays.
func TestWritingIsLimited(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		path := "/portal/tickets/" + number(s.asks(s.dana))
		for range 20 {
			s.dana.Post(path+"/cc", "remove", "999")
		}
		s.dana.Send(path, "body", "one too many").Shows(http.StatusTooManyRequests, "Please wait", "one too many")
		s.dana.Send("/portal/new", "subject", "s", "body", "one too many", "severity", "4", "do", "send").Shows(http.StatusTooManyRequests,
			"Please wait", "one too many")
	})
}
