package ticketui_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Rows are chosen in the queue, changed in the background, and each says what became of it.
func TestBulkPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		a, b := s.open(ticket.NewComment{Body: "one"}), s.open(ticket.NewComment{Body: "two"})
		s.ana.Get("/tickets").Shows(http.StatusOK, fmt.Sprintf(`name="ids" value="%d"`, a.ID), `data-key="x"`, `class="chosen-bar" id="bulk"`)
		s.light.Get("/tickets").Hides(`name="ids"`)
		s.ana.Get("/tickets/bulk").Shows(http.StatusOK, "No ticket is chosen")
		both := fmt.Sprintf("/tickets/bulk?ids=%d&ids=%d&ids=x", a.ID, b.ID)
		s.ana.Get(both).Shows(http.StatusOK, "Change 2 tickets", a.Subject)
		s.light.Get(both).Shows(http.StatusForbidden)
		ids := []string{"ids", fmt.Sprint(a.ID), "ids", fmt.Sprint(b.ID)}
		s.ana.Post("/tickets/bulk", ids...).Shows(http.StatusUnprocessableEntity, "Nothing is to be changed")
		s.ana.Post(path(b.ID, "/update"), "status", "closed").Leads(path(b.ID, ""))
		s.ana.Post("/tickets/bulk", append(ids, "priority", "urgent", "assignee", fmt.Sprint(s.ben.ID), "add_tags", "outage", "body",
			"Part of it", "mode", "internal")...).Leads("/bulk/1")
		s.ana.Get("/bulk/1").Shows(http.StatusOK, "0 of 2 are through", `hx-trigger="every 1s"`, "to do")
		s.work()
		s.ana.Fragment().Get("/bulk/1").Shows(http.StatusOK, "1 are changed, 1 refused", "is closed",
			fmt.Sprintf("/tickets/bulk?ids=%d", b.ID)).Hides("hx-trigger", "<main")
		if got := s.thread(a.ID).Ticket; got.Priority != ticket.Urgent || got.AssigneeID != s.ben.ID || got.CommentCount != 2 {
			t.Errorf("%+v", got)
		}
	})
}

// TestBulkFields fills in custom fields of many tickets, and empties them; what a field cannot hold is said by the ticket.
func TestBulkFields(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, f := range []ticket.Field{{Key: "product", Title: "Product", Kind: ticket.SelectField, Options: []ticket.Option{{Value: "geo", Title: "Geo"}}},
			{Key: "node", Title: "Node", Kind: ticket.TextField}, {Key: "late", Title: "Too late", Kind: ticket.CheckField},
			{Key: "users", Title: "Users", Kind: ticket.NumberField}} {
			if _, err := s.Tickets.SaveField(s.Ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		a := s.open(ticket.NewComment{Body: "one"})
		if _, err := s.Tickets.Update(s.ana.Context(), a.ID, ticket.Update{Fields: map[string][]string{"product": {"geo"}, "node": {"n1"}}}); err != nil {
			t.Fatal(err)
		}
		s.ana.Get(fmt.Sprint("/tickets/bulk?ids=", a.ID)).Shows(http.StatusOK, "Custom fields", `name="field:product"`, "Geo", "Too late",
			`inputmode="decimal"`)
		s.ana.Post("/tickets/bulk", "ids", fmt.Sprint(a.ID), "field:product", "-", "field:node", "", "field:late", "true", "field:users", "40").Leads("/bulk/1")
		s.work()
		want := map[string][]string{"node": {"n1"}, "late": {"true"}, "users": {"40"}}
		if diff := cmp.Diff(want, s.thread(a.ID).Ticket.Fields); diff != "" {
			t.Error(diff)
		}
	})
}

// work does the desk's jobs until a change of many tickets is through.
func (s *site) work() {
	s.T.Helper()
	ctx, stop := context.WithTimeout(s.T.Context(), time.Minute)
	var wg sync.WaitGroup
	wg.Go(func() {
		job.NewRunner(s.DB, job.Config{Poll: 10 * time.Millisecond}, s.Tickets.Workers(), nil).Run(ctx)
	})
	defer wg.Wait()
	defer stop()
	for ctx.Err() == nil {
		if b, err := s.Tickets.Bulk(s.ana.Context(), 1); err == nil && !b.FinishedAt.IsZero() {
			return
		}
	}
	s.T.Fatal("the jobs are not done")
}
