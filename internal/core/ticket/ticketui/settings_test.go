package ticketui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// The rules of tickets are changed on a page; what cannot be right stays as typed, where it is wrong.
func TestRails(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.Join("ada", "ada@example.com", access.Admin)
		s.ana.Get("/settings/tickets").Shows(http.StatusForbidden)
		admin.Get("/settings/tickets").Shows(http.StatusOK, `name="solve_days" required aria-describedby="f-solve_days-hint"`,
			`value="refuse" selected`, "Guard rails")
		days := []string{"remind_days", "7", "reopen_days", "4", "close_days", "7", "close_late_days", "30"}
		admin.Post("/settings/tickets/life", append(days, "solve_days", "5")...).Shows(http.StatusUnprocessableEntity,
			`id="f-solve_days-error"`, `value="5"`, "later than 7 days")
		admin.Post("/settings/tickets/life", append(days, "solve_days", "x")...).Shows(http.StatusUnprocessableEntity, "not a whole number")
		admin.Post("/settings/tickets/life", append(days, "solve_days", "20")...).Leads("/settings/tickets")
		if rules, err := s.Tickets.LifeRules(s.ana.Context()); err != nil || rules.SolveDays != 20 || rules.RemindDays != 7 {
			t.Errorf("%+v, %v", rules, err)
		}
		levels := []string{"far_days", "30"}
		for _, code := range ticket.GuardCodes() {
			levels = append(levels, code, "warn")
		}
		admin.Post("/settings/tickets/guards", levels...).Leads("/settings/tickets")
		if rules, err := s.Tickets.GuardRules(s.ana.Context()); err != nil || rules.All()[ticket.GuardPending] != ticket.Warn || rules.FarDays != 30 {
			t.Errorf("%+v, %v", rules, err)
		}
		admin.Post("/settings/tickets/guards", append(levels, "far_days", "0")[2:]...).Shows(http.StatusUnprocessableEntity, `id="f-far_days-error"`)
		s.ana.Post("/settings/tickets/guards", levels...).Shows(http.StatusForbidden)
	})
}

// Fields and forms are made and changed on pages, a form with fields that depend on others.
func TestFieldAndFormPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.Join("ada", "ada@example.com", access.Admin)
		for _, p := range []string{"/settings/fields", "/settings/forms", "/settings/fields/new", "/settings/forms/new"} {
			s.ana.Get(p).Shows(http.StatusForbidden)
			admin.Get(p).Shows(http.StatusOK)
		}
		admin.Get("/settings/fields").Shows(http.StatusOK, "No field of your own yet")
		admin.Post("/settings/fields", "title", "Product", "key", "Product!", "kind", "select", "options",
			"Geo").Shows(http.StatusUnprocessableEntity, `id="f-key-error"`, ">Geo</textarea>")
		admin.Post("/settings/fields", "title", "Product", "key", "product", "kind", "select", "options", "geo = Geo replication\r\nPages",
			"customers", "on").Leads("/settings/fields")
		admin.Post("/settings/fields", "title", "Node", "key", "node", "kind", "text").Leads("/settings/fields")
		admin.Get("/settings/fields/1").Shows(http.StatusOK, "geo = Geo replication\npages = Pages</textarea>", "checked").Hides(`name="kind"`)
		admin.Post("/settings/fields/1", "title", "Product", "options", "geo = Geo\nci = CI").Leads("/settings/fields")
		admin.Post("/settings/forms", "title", "", "product.ask", "required").Shows(http.StatusUnprocessableEntity, `id="f-title-error"`,
			`value="required" selected`)
		admin.Post("/settings/forms", "title", "Self-managed", "customers", "on", "product.ask", "required", "node.ask", "solve",
			"node.when", "product", "node.is", "geo").Leads("/settings/forms")
		forms, err := s.Tickets.Forms(s.ana.Context())
		if err != nil || len(forms) != 1 || len(forms[0].Fields) != 2 || !forms[0].Fields[0].Required || forms[0].Fields[0].Solve ||
			!forms[0].Fields[1].Solve || !strings.Contains(string(forms[0].Fields[1].When), "custom_fields_product") {
			t.Fatalf("%+v, %v", forms, err)
		}
		a := admin.Get("/settings/forms/1").Shows(http.StatusOK, `value="Self-managed"`,
			`<option value="product" selected>Product</option>`, `name="node.is"`, `value="geo"`, `<option value="solve" selected>`)
		a.Hides("as its file says")
		admin.Get("/settings/forms").Shows(http.StatusOK, "product, node")
		admin.Get("/settings/forms/9").Shows(http.StatusNotFound)
		admin.Get("/settings/fields/9").Shows(http.StatusNotFound)
	})
}
