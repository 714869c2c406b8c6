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
		a := s.send("ana", "/tickets", "requester", "no address", "name", "Lee", "subject", "", "body", "It is **down**", "severity", "2",
			"words", "note", "ccs", "ben@example.com oops", "file", "a.log:x")
		s.shows(a, http.StatusUnprocessableEntity, `id="f-requester-error"`, `id="f-subject-error"`, `id="f-ccs-error"`, `value="no address"`, `value="Lee"`,
			">It is **down**</textarea>", `value="2" selected`, `value="note" selected`, "a.log", `name="attachment"`)
		_, after, _ := strings.Cut(a.body, `name="attachment" value="`)
		file, _, _ := strings.Cut(after, `"`)
		a = s.send("ana", "/tickets", "requester", "lee@example.com", "name", "Lee", "subject", "Down", "body", "It is **down**", "severity", "2",
			"words", "customer", "attachment", file)
		if a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.main())
		}
		s.shows(s.get("ben", a.header.Get("Location")), http.StatusOK, "Down", "<strong>down</strong>", "a.log", "Lee")
		s.shows(s.send("light", "/tickets", "requester", "lee@example.com", "subject", "x", "body", "x"), http.StatusForbidden)
	})
}

func TestNewTicketOffersPeople(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		a := s.get("ana", "/tickets/new/people?requester=dan")
		s.shows(a, http.StatusOK, `value="dana@example.com"`)
		s.hides(a, "ben@example.com")
		s.shows(s.get("ana", "/tickets/new"), http.StatusOK, `list="known"`, `value="dana@example.com"`)
		s.shows(s.get("light", "/tickets/new/people?requester=dan"), http.StatusForbidden)
	})
}

func TestFollowUp(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.leads(s.post("ana", path(tk.ID, "/update"), "status", "closed"), path(tk.ID, ""))
		a := s.get("ana", path(tk.ID, ""))
		s.shows(a, http.StatusOK, "an archive", "/tickets/new?follow_up=")
		s.hides(a, `id="composer"`)
		s.shows(s.post("ana", path(tk.ID, "/update"), "status", "open"), http.StatusUnprocessableEntity, "is closed")
		a = s.send("ana", "/tickets", "follow_up", strings.TrimPrefix(path(tk.ID, ""), "/tickets/"), "requester", "dana@example.com", "subject", "Again", "body", "Again", "words", "customer")
		s.shows(s.get("ana", a.header.Get("Location")), http.StatusOK, "goes on from #", `href="`+path(tk.ID, "")+`"`)
	})
}
