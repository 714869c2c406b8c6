package ticketui_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// What is looked at less often is folded to a line; a refused change opens the part that holds it.
func TestColumnFolds(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk, other := s.open(ticket.NewComment{Body: "All pages answer 502."}), s.open(ticket.NewComment{Body: "And now 503."})
		shown := s.ana.Get(path(tk.ID, ""))
		shown.Shows(http.StatusOK, "1 more is open", fmt.Sprintf(`<span class="num">#%d</span>`, other.ID), "no due date",
			`<details class="section" id="section-fields" data-fold="fields"><summary>`, `href="#tucked"`)
		s.ana.Post(path(tk.ID, "/update"), "requester", "nobody at all", "was_requester", "dana@example.com").Shows(http.StatusUnprocessableEntity,
			`data-fold="fields" open=""`, `id="f-requester-error"`)
		s.ana.Post(path(other.ID, "/update"), "status", "solved").Leads(path(other.ID, ""))
		s.ana.Get(path(tk.ID, "")).Hides("more is open")
	})
}
