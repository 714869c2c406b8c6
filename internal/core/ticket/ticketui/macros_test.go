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
			if a := s.ana.Get(page); a.Status != http.StatusForbidden {
				t.Errorf("an agent gets %d at %s", a.Status, page)
			}
		}
		s.lena.Get(macros).Shows(http.StatusOK, "No saved reply yet")
		s.lena.Post(macros, "title", "", "body", "Hello {{requester.first_name}}").Shows(http.StatusUnprocessableEntity, "f-title-error",
			"Hello {{requester.first_name}}")
		s.lena.Post(macros, "title", "Ask for logs", "body", " ").Shows(http.StatusUnprocessableEntity, "f-body-error", `value="Ask for logs"`)
		s.lena.Post(macros, "title", "Ask for logs", "body", "Hello **{{requester.first_name}}** it is down", "do",
			"preview").Shows(http.StatusOK, "Hello <strong>Dana</strong>", "{{requester.first_name}}")
		s.lena.Get(macros).Shows(http.StatusOK, "No saved reply yet") // a preview stores nothing
		s.lena.Post(macros, "title", "Ask for logs", "body", "Hello\r\nthere").Leads(macros)
		s.lena.Post(macros, "title", "After it", "body", "x").Leads(macros)
		list, err := s.Tickets.Macros(s.ana.Context())
		if err != nil || len(list) != 2 || list[0].Title != "Ask for logs" || list[0].Body != "Hello\nthere" {
			t.Fatalf("%+v, %v", list, err)
		}
		edit := macros + "/1"
		s.lena.Get(edit).Shows(http.StatusOK, `value="Ask for logs"`, "Delete this reply")
		s.lena.Post(edit, "title", "Ask for all logs", "body", "Hi").Leads(macros)
		s.lena.Get(macros).Shows(http.StatusOK, "Ask for all logs")
		if a := s.ana.Post(edit + "/delete"); a.Status != http.StatusForbidden {
			t.Errorf("an agent deletes: %d", a.Status)
		}
		s.lena.Post(edit + "/delete").Leads(macros)
		s.lena.Get(macros).Hides("Ask for all logs")
		s.lena.Get(edit).Shows(http.StatusNotFound)
	})
}

func TestViews(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const views = "/settings/views"
		s.open(ticket.NewComment{AuthorID: s.dana.ID, Body: "It is down"})
		s.light.Get(views).Shows(http.StatusOK, "Unassigned", "assignee:none status<solved", "No view of your own yet")
		s.light.Get(views).Hides(views + "/1/up")
		s.lena.Get(views).Shows(http.StatusOK, views+"/1/down")

		s.ana.Get(views+"/count?query=status:new").Shows(http.StatusOK, "Finds 1 ticket now")
		s.ana.Get(views+"/count?query=status:weird").Shows(http.StatusOK, "does not work", "weird")
		s.ana.Post(views, "title", "Typed", "query", "status:weird").Shows(http.StatusUnprocessableEntity, "f-query-error", `value="Typed"`)
		s.ana.Post(views, "title", "", "query", "disk").Shows(http.StatusUnprocessableEntity, "f-title-error", `value="disk"`)
		s.ana.Post(views, "title", "x", "query", "status:new", "do", "count").Shows(http.StatusOK, "Finds 1 ticket now", `value="status:new"`)
		s.ana.Get(views+"/new?query=tag:geo").Shows(http.StatusOK, `value="tag:geo"`)

		s.ana.Post(views, "title", "Ana’s disks", "query", "disk", "sort", "waiting", "for", "me").Leads(views)
		s.ana.Get(views).Shows(http.StatusOK, "Ana’s disks", "longest wait")
		s.ben.Get(views).Hides("Ana’s disks")
		if a := s.ana.Post(views, "title", "For all", "query", "", "for", "all"); a.Status != http.StatusForbidden {
			t.Errorf("an agent makes a shared view: %d", a.Status)
		}
		if a := s.ana.Get(views + "/1"); a.Status != http.StatusForbidden {
			t.Errorf("an agent edits a shared view: %d", a.Status)
		}
		s.lena.Post(views, "title", "For all", "query", "status:hold", "for", "all").Leads(views)
		s.ana.Get(views).Shows(http.StatusOK, "For all")
	})
}

// Editing a view keeps its place, moving changes it among its like.
func TestViewsAreOrdered(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const views = "/settings/views"
		titles := func() string {
			list, err := s.Tickets.Views(s.lena.Context())
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
		s.lena.Post(views+"/2", "title", "My own", "query", "assignee:me", "for", "all").Leads(views)
		if got, want := titles(), strings.Replace(before, "Mine", "My own", 1); got != want {
			t.Errorf("after editing %s, want %s", got, want)
		}
		s.lena.Post(views + "/2/up").Leads(views)
		if got := titles(); !strings.HasPrefix(got, "My own, Unassigned") {
			t.Errorf("after moving: %s", got)
		}
		s.lena.Post(views + "/2/up").Leads(views) // the first stays the first
		s.lena.Post(views + "/2/down").Leads(views)
		if got := titles(); !strings.HasPrefix(got, "Unassigned, My own") {
			t.Errorf("after moving back: %s", got)
		}
		if a := s.ana.Post(views + "/2/up"); a.Status != http.StatusForbidden {
			t.Errorf("an agent moves a shared view: %d", a.Status)
		}
		s.lena.Post(views + "/2/delete").Leads(views)
		s.lena.Get(views + "/2").Shows(http.StatusNotFound)
	})
}
