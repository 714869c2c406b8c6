package ticketui_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// A ticket is merged into one of the customer's others or one by number, and leads there.
func TestMergePage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		target, source := s.open(ticket.NewComment{Body: "All pages answer 502."}), s.open(ticket.NewComment{Body: "Still 502."})
		merge := path(source.ID, "/merge")
		s.ana.Get(merge).Shows(http.StatusOK, "It cannot be undone",
			fmt.Sprintf(`name="target" value="%d"`, target.ID)).Hides(fmt.Sprintf(`value="%d"`, source.ID))
		s.ana.Post(merge, "comment", "One cause.").Shows(http.StatusUnprocessableEntity, "Choose a ticket", "One cause.")
		s.ana.Post(merge, "number", "#999", "comment", "One cause.").Shows(http.StatusUnprocessableEntity, "There is no ticket #999",
			`value="#999"`, "One cause.")
		s.light.Post(merge, "target", fmt.Sprint(target.ID)).Shows(http.StatusForbidden)
		s.ana.Post(merge, "target", fmt.Sprint(target.ID), "comment", "One cause.").Leads(path(target.ID, ""))
		s.ana.Get(path(target.ID, "")).Shows(http.StatusOK, "One cause.", fmt.Sprintf("merged #%d into it", source.ID))
		s.ana.Get(path(source.ID, "")).Shows(http.StatusOK, fmt.Sprintf("merged into #%d", target.ID), "where it goes on").Hides(`id="composer"`)
		s.ana.Get(merge).Shows(http.StatusConflict, "is closed")
	})
}

// Who writes and is not on the ticket is asked about with one click; the question waits in the composer
// (acceptance 7).
func TestAskForCC(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		lee := s.Join("lee", "lee@example.com", access.EndUser)
		_, err := s.Tickets.Update(access.AsSystem(t.Context(), "mail"), tk.ID,
			ticket.Update{Comment: &ticket.NewComment{AuthorID: lee.ID, Outside: true, Body: "Me, too."}})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Tickets.SaveDraft(s.ana.Context(), tk.ID, true, "We found it."); err != nil {
			t.Fatal(err)
		}
		ask := "/comments/2/ask-cc"
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, ask, "not on this ticket")
		s.light.Get(path(tk.ID, "")).Hides(ask)
		s.light.Post(ask).Shows(http.StatusForbidden)
		s.ana.Post(ask).Leads(path(tk.ID, "#composer"))
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "We found it.", "lee@example.com wrote to us", "with lee@example.com in CC")
	})
}

// A customer is asked in their own language, whatever the engineer reads.
func TestAskForCCInTheCustomersLanguage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "Alle Seiten antworten mit 502."})
		requester, err := s.People.User(s.Ctx, tk.RequesterID)
		if err != nil {
			t.Fatal(err)
		}
		lee := s.Join("lee", "lee@example.com", access.EndUser)
		mail := access.AsSystem(t.Context(), "mail")
		_, err = s.Tickets.Update(mail, tk.ID, ticket.Update{Comment: &ticket.NewComment{AuthorID: lee.ID, Outside: true, Body: "Bei mir auch."}})
		if err != nil {
			t.Fatal(err)
		}
		self := access.With(t.Context(), requester.Principal("portal"))
		if err := s.People.SaveProfile(self, people.Profile{Name: "Dana Whitfield", Locale: "de-AT"}); err != nil {
			t.Fatal(err)
		}
		s.ana.Header.Set("Accept-Language", "en")
		s.ana.Post("/comments/2/ask-cc").Leads(path(tk.ID, "#composer"))
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "Guten Tag Dana Whitfield", "lee@example.com hat uns zu diesem Ticket geschrieben", "Internal note")
	})
}
