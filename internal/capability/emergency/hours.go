package emergency

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// WhyHours is why an emergency of an entitled customer is quieter: it came outside the hours that they bought.
const WhyHours = "hours"

// outside reports whether a customer bought hours of their own, and now is none of them; opens is when the next begin.
func (s *Service) outside(ctx context.Context, q db.Querier, o people.Organization, rules Rules, at time.Time) (closed bool, opens time.Time, err error) {
	if rules.Outside == "" || o.CalendarID == 0 || s.Hours == nil {
		return false, opens, nil
	}
	open, opens, err := s.Hours(ctx, q, o.CalendarID, at)
	return !open, opens, err
}

// quieten makes an emergency outside of the customer's hours as loud as the desk wants it, and tells the customer at once when
// somebody looks for certain (domain/us-government.md: automatic notice; an engineer may help as an exception).
func (s *Service) quieten(ctx context.Context, tx *db.Tx, t ticket.Ticket, e *Emergency, rules Rules) error {
	if e.Right != Entitled || e.How == ByHand {
		return nil
	}
	orgs, err := s.People.OrganizationsNamed(ctx, tx, t.OrganizationID)
	if err != nil {
		return err
	}
	closed, opens, err := s.outside(ctx, tx, orgs[t.OrganizationID], rules, tx.Now())
	if err != nil || !closed {
		return err
	}
	e.Pages, e.RightWhy = rules.Outside, WhyHours
	if s.Notice == nil {
		return nil
	}
	words, err := WordsKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, t.RequesterID)
	if err != nil || words.Outside == "" {
		return err
	}
	to := users[t.RequesterID]
	return s.Notice(ctx, tx, Answer{Cause: fmt.Sprint("emergency:hours:", t.ID), TicketID: t.ID, To: to,
		Body: strings.NewReplacer("{{ticket.id}}", fmt.Sprint(t.ID), "{{requester.first_name}}", firstName(to.Name), "{{opens}}",
			when(opens, to.Zone)).Replace(words.Outside)})
}

// Answer is an automatic answer to a customer.
type Answer struct {
	Cause    string // the same for the same answer: it goes out once
	TicketID int64
	To       people.User
	Body     string // Markdown
}

func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}

// when is an instant for a customer, in their zone where it is known.
func when(t time.Time, zone string) string {
	if t.IsZero() {
		return "when your support hours begin again"
	}
	z, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		z = time.UTC
	}
	return t.In(z).Format("Mon 2 Jan 15:04 MST")
}
