package ticketui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestMacros(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const macros = "/settings/macros"
		for _, page := range []string{macros, macros + "/new"} {
			if a := s.get("ana", page); a.status != http.StatusForbidden {
				t.Errorf("an agent gets %d at %s", a.status, page)
			}
		}
		s.shows(s.get("lena", macros), http.StatusOK, "No saved reply yet")
		a := s.post("lena", macros, "title", "", "body", "Hello {{requester.first_name}}")
		s.shows(a, http.StatusUnprocessableEntity, "f-title-error", "Hello {{requester.first_name}}")
		s.shows(s.post("lena", macros, "title", "Ask for logs", "body", " "), http.StatusUnprocessableEntity, "f-body-error", `value="Ask for logs"`)
		a = s.post("lena", macros, "title", "Ask for logs", "body", "Hello **{{requester.first_name}}** it is down", "do", "preview")
		s.shows(a, http.StatusOK, "Hello <strong>Dana</strong>", "{{requester.first_name}}")
		s.shows(s.get("lena", macros), http.StatusOK, "No saved reply yet") // a preview stores nothing
		s.leads(s.post("lena", macros, "title", "Ask for logs", "body", "Hello\r\nthere"), macros)
		s.leads(s.post("lena", macros, "title", "After it", "body", "x"), macros)
		list, err := s.tickets.Macros(s.as(t.Context(), "ana"))
		if err != nil || len(list) != 2 || list[0].Title != "Ask for logs" || list[0].Body != "Hello\nthere" {
			t.Fatalf("%+v, %v", list, err)
		}
		edit := macros + "/1"
		s.shows(s.get("lena", edit), http.StatusOK, `value="Ask for logs"`, "Delete this reply")
		s.leads(s.post("lena", edit, "title", "Ask for all logs", "body", "Hi"), macros)
		s.shows(s.get("lena", macros), http.StatusOK, "Ask for all logs")
		if a := s.post("ana", edit+"/delete"); a.status != http.StatusForbidden {
			t.Errorf("an agent deletes: %d", a.status)
		}
		s.leads(s.post("lena", edit+"/delete"), macros)
		s.hides(s.get("lena", macros), "Ask for all logs")
		s.shows(s.get("lena", edit), http.StatusNotFound)
	})
}

func TestViews(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const views = "/settings/views"
		s.open(ticket.NewComment{AuthorID: s.ids["dana"], Body: "It is down"})
		s.shows(s.get("light", views), http.StatusOK, "Unassigned", "assignee:none status<solved", "No view of your own yet")
		s.hides(s.get("light", views), views+"/1/up")
		s.shows(s.get("lena", views), http.StatusOK, views+"/1/down")

		s.shows(s.get("ana", views+"/count?query=status:new"), http.StatusOK, "Finds 1 ticket now")
		s.shows(s.get("ana", views+"/count?query=status:weird"), http.StatusOK, "does not work", "weird")
		s.shows(s.post("ana", views, "title", "Typed", "query", "status:weird"), http.StatusUnprocessableEntity, "f-query-error", `value="Typed"`)
		s.shows(s.post("ana", views, "title", "", "query", "disk"), http.StatusUnprocessableEntity, "f-title-error", `value="disk"`)
		s.shows(s.post("ana", views, "title", "x", "query", "status:new", "do", "count"), http.StatusOK, "Finds 1 ticket now", `value="status:new"`)
		s.shows(s.get("ana", views+"/new?query=tag:geo"), http.StatusOK, `value="tag:geo"`)

		s.leads(s.post("ana", views, "title", "Ana’s disks", "query", "disk", "sort", "waiting", "for", "me"), views)
		s.shows(s.get("ana", views), http.StatusOK, "Ana’s disks", "longest wait")
		s.hides(s.get("ben", views), "Ana’s disks")
		if a := s.post("ana", views, "title", "For all", "query", "", "for", "all"); a.status != http.StatusForbidden {
			t.Errorf("an agent makes a shared view: %d", a.status)
		}
		if a := s.get("ana", views+"/1"); a.status != http.StatusForbidden {
			t.Errorf("an agent edits a shared view: %d", a.status)
		}
		s.leads(s.post("lena", views, "title", "For all", "query", "status:hold", "for", "all"), views)
		s.shows(s.get("ana", views), http.StatusOK, "For all")
	})
}

// Editing a view keeps its place, moving changes it among its like.
func TestViewsAreOrdered(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const views = "/settings/views"
		titles := func() string {
			list, err := s.tickets.Views(s.as(t.Context(), "lena"))
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, v := range list[:3] {
				all = append(all, v.Title)
			}
			return strings.Join(all, ", ")
		}
		before := titles()
		s.leads(s.post("lena", views+"/2", "title", "My own", "query", "assignee:me", "for", "all"), views)
		if got, want := titles(), strings.Replace(before, "Mine", "My own", 1); got != want {
			t.Errorf("after editing %s, want %s", got, want)
		}
		s.leads(s.post("lena", views+"/2/up"), views)
		if got := titles(); !strings.HasPrefix(got, "My own, Unassigned") {
			t.Errorf("after moving: %s", got)
		}
		s.leads(s.post("lena", views+"/2/up"), views) // the first stays the first
		s.leads(s.post("lena", views+"/2/down"), views)
		if got := titles(); !strings.HasPrefix(got, "Unassigned, My own") {
			t.Errorf("after moving back: %s", got)
		}
		if a := s.post("ana", views+"/2/up"); a.status != http.StatusForbidden {
			t.Errorf("an agent moves a shared view: %d", a.status)
		}
		s.leads(s.post("lena", views+"/2/delete"), views)
		s.shows(s.get("lena", views+"/2"), http.StatusNotFound)
	})
}
