package ticket_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// finishing is a form that wants to know two things before a ticket is solved: the second for one product only.
func finishing(t *testing.T, o *office) ticket.Form {
	t.Helper()
	system := access.AsSystem(t.Context(), "test")
	for _, f := range []ticket.Field{{Key: "product", Title: "Product", Kind: ticket.TextField}, {Key: "cause", Title: "Cause", Kind: ticket.TextField}} {
		if _, err := o.SaveField(system, f); err != nil {
			t.Fatal(err)
		}
	}
	form, err := o.SaveForm(system, ticket.Form{Title: "Self-managed", Fields: []ticket.FormField{{Key: "product", Solve: true},
		{Key: "cause", Solve: true, When: json.RawMessage(`{"all":[{"field":"custom_fields_product","operator":"is","value":"geo"}]}`)}}})
	if err != nil {
		t.Fatal(err)
	}
	return form
}

// TestSolvable: whoever of the team solves a ticket fills in first what its form asks for by then; the desk itself is
// not held back.
func TestSolvable(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		form, ana := finishing(t, o), o.as(t.Context(), "ana")
		solved, closed, pending := ticket.Solved, ticket.Closed, ticket.Pending
		fields := func(product, cause string) map[string][]string {
			return map[string][]string{"product": {product}, "cause": {cause}}
		}
		for _, c := range []struct {
			name   string
			before map[string][]string
			update ticket.Update
			asks   string // "" is solved
		}{
			{"nothing is known", nil, ticket.Update{Status: &solved}, "Product"},
			{"closing is no way around it", nil, ticket.Update{Status: &closed}, "Product"},
			{"a condition that holds asks for more", fields("geo", ""), ticket.Update{Status: &solved}, "Cause"},
			{"a condition that begins to hold", fields("ci", ""), ticket.Update{Status: &solved, Fields: fields("geo", "")}, "Cause"},
			{"emptied in the same step", fields("ci", ""), ticket.Update{Status: &solved, Fields: fields("", "")}, "Product"},
			{"moved to the form in the same step", nil, ticket.Update{Status: &solved, FormID: &form.ID}, "Product"},
			{"with a reply", nil, ticket.Update{Status: &solved, Comment: &ticket.NewComment{Public: true, Body: "It runs."}}, "Product"},
			{"filled in in the same step", nil, ticket.Update{Status: &solved, Fields: fields("geo", "Clock skew")}, ""},
			{"filled in before", fields("ci", ""), ticket.Update{Status: &solved}, ""},
			{"not solved", nil, ticket.Update{Status: &pending, Comment: &ticket.NewComment{Public: true, Body: "Which?"}}, ""},
		} {
			tk := o.open(t, t.Context())
			first := ticket.Update{Fields: c.before}
			if c.update.FormID == nil {
				first.FormID = &form.ID
			}
			if _, err := o.Update(ana, tk.ID, first); err != nil {
				t.Fatal(c.name, err)
			}
			_, err := o.Update(ana, tk.ID, c.update)
			text, field := fault.Public(err)
			if c.asks == "" && err != nil || c.asks != "" && (field != "status" || !strings.Contains(text, "“Self-managed” asks for "+c.asks+" before")) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		tk := o.open(t, t.Context())
		if _, err := o.Update(ana, tk.ID, ticket.Update{FormID: &form.ID}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Send(ana,
			ticket.Reply{TicketID: tk.ID, Public: true, Body: "It runs.", Then: ticket.Update{Status: &solved}}); fieldOf(err) != "status" {
			t.Errorf("a reply with undo time: %v", err)
		}
		if _, err := o.Update(access.AsSystem(t.Context(), "rules"), tk.ID, ticket.Update{Status: &solved}); err != nil {
			t.Errorf("the desk itself: %v", err)
		}
	})
}

// TestBulkSolvable: each ticket of a bulk update says for itself what it lacks.
func TestBulkSolvable(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		form, ana := finishing(t, o), o.as(t.Context(), "ana")
		lacks, has := o.open(t, t.Context()), o.open(t, t.Context())
		for id, product := range map[int64]string{lacks.ID: "", has.ID: "ci"} {
			if _, err := o.Update(ana, id, ticket.Update{FormID: &form.ID, Fields: map[string][]string{"product": {product}}}); err != nil {
				t.Fatal(err)
			}
		}
		solved := ticket.Solved
		id, err := o.StartBulk(ana, []int64{lacks.ID, has.ID}, ticket.Update{Status: &solved}, nil)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		b, err := o.Bulk(ana, id)
		if err != nil || b.Count(ticket.BulkDone) != 1 || b.Count(ticket.BulkRefused) != 1 {
			t.Fatalf("%+v, %v", b, err)
		}
		for _, one := range b.Tickets {
			if (one.ID == lacks.ID) != strings.Contains(one.Problem, "asks for Product before") {
				t.Errorf("%+v", one)
			}
		}
	})
}
