package ticketui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// What is wrong is said field by field, and every value and file is still there.
func TestNewTicketKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		a := s.ana.Send("/tickets", "requester", "no address", "name", "Lee", "subject", "", "body", "It is **down**", "severity", "2",
			"words", "note", "ccs", "ben@example.com oops", "file", "a.log:x").Shows(http.StatusUnprocessableEntity,
			`id="f-requester-error"`, `id="f-subject-error"`, `id="f-ccs-error"`, `value="no address"`, `value="Lee"`,
			">It is **down**</textarea>", `value="2" selected`, `value="note" selected`, "a.log", `name="attachment"`)
		_, after, _ := strings.Cut(a.Text, `name="attachment" value="`)
		file, _, _ := strings.Cut(after, `"`)
		a = s.ana.Send("/tickets", "requester", "lee@example.com", "name", "Lee", "subject", "Down", "body", "It is **down**", "severity", "2",
			"words", "customer", "attachment", file)
		if a.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.Status, a.Main())
		}
		s.ben.Get(a.At).Shows(http.StatusOK, "Down", "<strong>down</strong>", "a.log", "Lee")
		s.light.Send("/tickets", "requester", "lee@example.com", "subject", "x", "body", "x").Shows(http.StatusForbidden)
	})
}

func TestNewTicketOffersPeople(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		a := s.ana.Get("/tickets/new/people?requester=dan").Shows(http.StatusOK, `value="dana@example.com"`)
		a.Hides("ben@example.com")
		s.ana.Get("/tickets/new").Shows(http.StatusOK, `list="known"`, `value="dana@example.com"`)
		s.light.Get("/tickets/new/people?requester=dan").Shows(http.StatusForbidden)
	})
}

func TestFollowUp(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.ana.Post(path(tk.ID, "/update"), "status", "closed").Leads(path(tk.ID, ""))
		a := s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "an archive", "/tickets/new?follow_up=")
		a.Hides(`id="composer"`)
		s.ana.Post(path(tk.ID, "/update"), "status", "open").Shows(http.StatusUnprocessableEntity, "is closed")
		a = s.ana.Send("/tickets", "follow_up", strings.TrimPrefix(path(tk.ID, ""), "/tickets/"), "requester", "dana@example.com",
			"subject", "Again", "body", "Again", "words", "customer")
		s.ana.Get(a.At).Shows(http.StatusOK, "goes on from #", `href="`+path(tk.ID, "")+`"`)
	})
}
