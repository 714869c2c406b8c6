package ticketui_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestQueue(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/tickets").Shows(http.StatusOK, "Nothing here", "Unassigned")
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		row := fmt.Sprintf(`id="t-%d"`, tk.ID)
		s.ana.Get("/tickets").Shows(http.StatusOK, "502 after the upgrade", row, "1 ticket<")
		s.ana.Get("/tickets/rows").Shows(http.StatusOK, row)
		s.ana.Get("/tickets/count").Shows(http.StatusOK, `id="head-sub"`, "1 ticket<")
		s.ana.Get("/views/list?at=/tickets").Shows(http.StatusOK, `id="views"`, "Unassigned", `aria-current="page"`)
		s.ana.Post(path(tk.ID, "/take")).Leads(path(tk.ID, ""))
		s.ana.Get("/tickets/rows").Shows(http.StatusOK, "Nothing here")
		s.ana.Get("/tickets?sort=sideways").Shows(http.StatusUnprocessableEntity)
		s.stranger.Get("/tickets").Shows(http.StatusUnauthorized)
	})
}

// A search marks its words, leads to the comment that holds them, and names what it does not understand.
func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "The kernel said: out of memory, killed process 7"})
		c := s.thread(tk.ID).Comments[0]
		s.ana.Get(`/search?q="out+of+memory"`).Shows(http.StatusOK, "<mark>out of memory</mark>", fmt.Sprintf(`href="%s#c-%d"`, path(tk.ID, ""), c.ID))
		s.ana.Get("/search?q=upgrade").Shows(http.StatusOK, "<mark>upgrade</mark>")
		s.ana.Get("/search?q=tag:geo+%26").Shows(http.StatusOK, `href="/settings/views/new?query=tag%3Ageo+%26"`) // found or not, it can be kept
		s.ana.Get("/search?q=nothing-of-that-kind").Shows(http.StatusOK, "Nothing holds")
		s.ana.Get("/search?q=status:sideways").Shows(http.StatusOK, `class="form-error"`, "sideways", `value="status:sideways"`).Hides("/settings/views/new")
		s.ana.Get("/search").Shows(http.StatusOK, "How to search").Hides("/settings/views/new")
	})
}
