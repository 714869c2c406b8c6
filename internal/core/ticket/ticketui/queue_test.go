package ticketui_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestQueue(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.shows(s.get("ana", "/tickets"), http.StatusOK, "Nothing here", "Unassigned")
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		row := fmt.Sprintf(`id="t-%d"`, tk.ID)
		s.shows(s.get("ana", "/tickets"), http.StatusOK, "502 after the upgrade", row, "1 ticket<")
		s.shows(s.get("ana", "/tickets/rows"), http.StatusOK, row)
		s.shows(s.get("ana", "/tickets/count"), http.StatusOK, `id="head-sub"`, "1 ticket<")
		s.shows(s.get("ana", "/views/list?at=/tickets"), http.StatusOK, `id="views"`, "Unassigned", `aria-current="page"`)
		s.leads(s.post("ana", path(tk.ID, "/take")), path(tk.ID, ""))
		s.shows(s.get("ana", "/tickets/rows"), http.StatusOK, "Nothing here")
		s.shows(s.get("ana", "/tickets?sort=sideways"), http.StatusUnprocessableEntity)
		s.shows(s.get("", "/tickets"), http.StatusUnauthorized)
	})
}

// A search marks its words, leads to the comment that holds them, and names what it does not understand.
func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "The kernel said: out of memory, killed process 7"})
		c := s.thread(tk.ID).Comments[0]
		s.shows(s.get("ana", `/search?q="out+of+memory"`), http.StatusOK, "<mark>out of memory</mark>", fmt.Sprintf(`href="%s#c-%d"`, path(tk.ID, ""), c.ID))
		s.shows(s.get("ana", "/search?q=upgrade"), http.StatusOK, "<mark>upgrade</mark>")
		s.shows(s.get("ana", "/search?q=nothing-of-that-kind"), http.StatusOK, "Nothing holds")
		s.shows(s.get("ana", "/search?q=status:sideways"), http.StatusOK, `class="form-error"`, "sideways", `value="status:sideways"`)
		s.shows(s.get("ana", "/search"), http.StatusOK, "How to search")
	})
}
