package ticketui_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Stage, region, form and custom fields are changed where they stand; a form shows the fields that it asks for.
func TestFieldsOfForms(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		system := access.AsSystem(t.Context(), "test")
		for _, f := range []ticket.Field{
			{Key: "product", Title: "Product", Kind: ticket.MultiField, Options: []ticket.Option{{Title: "Geo"}, {Title: "Pages"}}},
			{Key: "version", Title: "Version", Kind: ticket.TextField}, {Key: "down", Title: "All down", Kind: ticket.CheckField}} {
			if _, err := s.Tickets.SaveField(system, f); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Tickets.SaveForm(system, ticket.Form{Title: "Self-managed", Fields: []ticket.FormField{{Key: "product"}, {Key: "down"}}}); err != nil {
			t.Fatal(err)
		}
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, `for="f-field:version"`, ">First reply</option>").Hides(`for="f-field:product"`)
		s.ana.Post(path(tk.ID, "/update"), "form", "1", "was_form", "", "stage", "next_reply", "was_stage", "first_reply", "region", "emea",
			"was_region", "").Leads(path(tk.ID, ""))
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, `for="f-field:product"`, "set Form to Self-managed",
			"changed Stage from First reply to Next reply", "set Region to EMEA").
			Hides(`for="f-field:version"`)
		s.ana.Post(path(tk.ID, "/update"), "field:product", "geo", "field:product", "pages", "was_field:product", "", "field:down", "on",
			"was_field:down", "").Leads(path(tk.ID, ""))
		got := s.thread(tk.ID).Ticket
		if !slices.Equal(got.Fields["product"], []string{"geo", "pages"}) || !slices.Equal(got.Fields["down"], []string{"true"}) ||
			got.Region != "emea" || got.Stage != ticket.NextReply {
			t.Errorf("%+v", got)
		}
		s.ana.Post(path(tk.ID, "/update"), "was_field:product", "geo\npages", "field:down", "on", "was_field:down", "true").Leads(path(tk.ID, ""))
		if got := s.thread(tk.ID).Ticket.Fields; len(got["product"]) != 0 || len(got["down"]) != 1 {
			t.Errorf("%v", got)
		}
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "set Product to Geo, Pages", "cleared Product")
		s.ana.Post(path(tk.ID, "/update"), "region", "atlantis", "was_region", "emea").Shows(http.StatusUnprocessableEntity, `id="f-region-error"`, "no region")
	})
}

// A due date keeps the zone it was meant in; one that is over is refused where it was typed.
func TestDueDate(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		update := path(tk.ID, "/update")
		soon := time.Now().AddDate(0, 0, 3)
		s.ana.Post(update, "part", "due", "due", soon.Format("2006-01-02")+"T15:00", "due_zone", "Asia/Tokyo", "due_note", "call Dana").Leads(path(tk.ID, ""))
		d := s.thread(tk.ID).Ticket.Due
		if d.At.UTC().Format("15:04") != "06:00" || d.Zone != "Asia/Tokyo" || d.By != s.ana.ID {
			t.Errorf("%+v", d)
		}
		s.ben.Get(path(tk.ID, "")).Shows(http.StatusOK, "15:00 Asia/Tokyo", "call Dana", "ana is reminded then.")
		s.ana.Post(update, "part", "due", "due", "2020-01-01T10:00", "due_zone", "UTC").Shows(http.StatusUnprocessableEntity, `id="f-due-error"`,
			"This time is over already", `value="2020-01-01T10:00"`, `data-fold="due" open=""`)
		s.ana.Post(update, "part", "due", "due", "soon", "due_zone", "UTC").Shows(http.StatusUnprocessableEntity, "“soon” is no day and time")
		s.ana.Post(update, "part", "due", "due", "").Leads(path(tk.ID, ""))
		if d := s.thread(tk.ID).Ticket.Due; !d.At.IsZero() {
			t.Errorf("%+v", d)
		}
	})
}

// Exceptions need a reason, show it, and end by hand.
func TestExceptions(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		update := path(tk.ID, "/update")
		for _, kind := range []string{"pause", ticket.SkipAutosolve} {
			s.ana.Post(update, "part", "exception", "exception", kind, "reason", " ").Shows(http.StatusUnprocessableEntity, `id="f-reason-error"`, "Write why")
			s.ana.Post(update, "part", "exception", "exception", kind, "reason", "on holiday until May").Leads(path(tk.ID, ""))
		}
		s.light.Get(path(tk.ID, "")).Shows(http.StatusOK, "on holiday until May", "clocks paused for the customer",
			"not solved by itself").Hides(`name="exception_over"`)
		if got := s.thread(tk.ID).Ticket; got.PauseReason == "" || len(got.OptOuts) != 1 {
			t.Errorf("%+v", got)
		}
		for _, kind := range []string{"pause", ticket.SkipAutosolve} {
			s.ana.Post(update, "part", "exception", "exception_over", kind).Leads(path(tk.ID, ""))
		}
		if got := s.thread(tk.ID).Ticket; got.PauseReason != "" || len(got.OptOuts) != 0 || len(got.Tags) != 0 {
			t.Errorf("%+v", got)
		}
	})
}
