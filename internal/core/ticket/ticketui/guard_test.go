package ticketui_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// What cannot be done is refused with the reason (acceptance 5); what should not is done by who insists. What was typed
// stays.
func TestGuardRails(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		update := path(tk.ID, "/update")
		s.ana.Post(update, "status", "pending").Shows(http.StatusUnprocessableEntity, "an internal note does not reach them", `name="status" value="pending"`).
			Hides("Do it anyway")
		s.ana.Post(update, "status", "pending", "accept", ticket.GuardPending).Shows(http.StatusUnprocessableEntity, "an internal note does not reach them")
		s.ana.Post(update, "status", "hold", "subject", "502 on Puma", "was_subject", tk.Subject).Shows(http.StatusUnprocessableEntity,
			"The customer spoke last", `name="accept" value="hold_unanswered"`, "Do it anyway", `name="status" value="hold"`, `value="502 on Puma"`)
		if got := s.thread(tk.ID).Ticket; got.Status != ticket.New || got.Subject != tk.Subject {
			t.Errorf("a refused change was made: %+v", got)
		}
		s.ana.Post(update, "status", "hold", "accept", ticket.GuardHold).Leads(path(tk.ID, ""))
		if got := s.thread(tk.ID).Ticket; got.Status != ticket.Hold || got.AssigneeID != s.ana.ID {
			t.Errorf("%+v", got)
		}
	})
}

// A ticket by hand warns of whom it lets read along, and keeps everything typed.
func TestGuardedCC(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		typed := []string{"subject", "Disk full", "requester", "dana@example.com", "severity", "2", "words", "customer", "body",
			"/var is full", "ccs", "lee@example.com"}
		s.ana.Send("/tickets", typed...).Shows(http.StatusUnprocessableEntity, "Only the customer may say who reads along", `value="lee@example.com"`,
			`name="accept" value="cc_customer"`, "/var is full")
		s.ana.Send("/tickets", append(slices.Clone(typed), "accept", ticket.GuardCustomerCC)...).Leads("/tickets/1")
		if got := s.thread(1).Ticket; len(got.CCs) != 1 {
			t.Errorf("%+v", got)
		}
	})
}
