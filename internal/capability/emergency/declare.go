package emergency

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Declare makes an ordinary ticket an emergency. Somebody decided, so it pages whatever the customer bought; the note, which
// stays inside, says why and may be empty.
func (s *Service) Declare(ctx context.Context, ticketID int64, note string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := s.Tickets.Lock(ctx, tx, ticketID)
		switch {
		case err != nil:
			return err
		case !t.Status.Live():
			return fault.New(fault.Conflict, "Ticket #%d is %s: only work that is left can be an emergency", ticketID, t.Status)
		case t.Stage == ticket.Emergency:
			return fault.New(fault.Conflict, "Ticket #%d is an emergency already", ticketID)
		}
		u := ticket.Update{Stage: new(ticket.Emergency), Priority: new(ticket.Urgent)}
		if note = strings.TrimSpace(note); note != "" {
			u.Comment = &ticket.NewComment{Body: note}
		}
		_, _, err = s.Tickets.UpdateIn(ctx, tx, ticketID, u)
		return err
	})
}

// Raised is an emergency that another program, or somebody at a phone, opens.
type Raised struct {
	Name, Address string // of the customer
	Subject       string
	Body          string
	Region        string // key; empty: that of the customer's organization
}

// Raise opens a ticket that is an emergency from the start, of the customer with the address, who is made known if new.
func (s *Service) Raise(ctx context.Context, r Raised) (ticket.Ticket, error) {
	if err := access.Check(ctx, access.CreateTickets); err != nil {
		return ticket.Ticket{}, err
	}
	switch {
	case !strings.Contains(r.Address, "@"):
		return ticket.Ticket{}, fault.Field("address", "%q is no mail address: say who needs help", r.Address)
	case strings.TrimSpace(r.Subject) == "":
		return ticket.Ticket{}, fault.Field("subject", "Say in a line what is down")
	case strings.TrimSpace(r.Body) == "":
		return ticket.Ticket{}, fault.Field("body", "Describe what happens")
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (ticket.Ticket, error) {
		who, err := s.People.Ensure(ctx, tx, r.Name, r.Address)
		if err != nil {
			return ticket.Ticket{}, err
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil {
			return ticket.Ticket{}, err
		}
		n := ticket.NewTicket{Subject: r.Subject, RequesterID: who.ID, Channel: "api", Severity: 1, Stage: ticket.Emergency,
			Comment: ticket.NewComment{Public: true, Body: r.Body}}
		if r.Region != "" {
			n.Region = &r.Region
		}
		forms, err := s.Tickets.FormsIn(ctx, tx)
		if f, ok := titled(forms, rules.Form); ok {
			n.FormID = f.ID
		}
		if err != nil {
			return ticket.Ticket{}, err
		}
		return s.Tickets.CreateIn(ctx, tx, n)
	})
}
