package attention

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Escalate opens an account escalation: the organization shows as escalated, the team meets within a day, and its
// customer hears from us by the cadence of the severity. FromTicket makes it of an emergency, whose organization it takes.
func (s *Service) Escalate(ctx context.Context, e Escalation) (Escalation, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return e, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Escalation, error) { return s.escalate(ctx, tx, e) })
}

func (s *Service) escalate(ctx context.Context, tx *db.Tx, e Escalation) (Escalation, error) {
	rules, err := Escalations.Get(ctx, tx)
	if err != nil {
		return e, err
	}
	if e, err = s.convert(ctx, tx, e); err != nil {
		return e, err
	}
	org, err := s.organization(ctx, tx, e.OrganizationID)
	if err != nil {
		return e, err
	}
	e.Organization = org.Name
	if e, err = e.typed(rules); err != nil {
		return e, err
	}
	if err := s.checkLinks(ctx, tx, e); err != nil {
		return e, err
	}
	actor, _ := access.From(ctx)
	e.By, e.OpenedAt, e.UpdateDue = actor.UserID, tx.Now(), rules.next(e.Severity, tx.Now())
	e.StandupDue = rules.standup(tx.Now())
	if e.ID, err = insertEscalation(ctx, tx, e); err != nil {
		return e, err
	}
	if err := s.mark(ctx, tx, e.OrganizationID); err != nil {
		return e, err
	}
	if err := s.Log.Append(ctx, tx, subject(e.ID), Escalated{Organization: e.OrganizationID, Severity: e.Severity, Ticket: e.FromTicket}); err != nil {
		return e, err
	}
	if err := s.armAccount(ctx, tx, e); err != nil {
		return e, err
	}
	if err := enqueueAccount(ctx, tx, accountArgs{e.ID, true, e.StandupDue}); err != nil {
		return e, err
	}
	n := e.notice("opened", "Account escalation: "+e.Organization)
	return e, s.tell(ctx, tx, n, e.DriverID)
}

func subject(id int64) event.Subject { return event.Subject{Type: "escalation", ID: id} }

// convert takes what an emergency brings along.
func (s *Service) convert(ctx context.Context, tx *db.Tx, e Escalation) (Escalation, error) {
	if e.FromTicket == 0 {
		return e, nil
	}
	t, err := s.Tickets.Lock(ctx, tx, e.FromTicket)
	if err != nil {
		return e, err
	}
	if t.OrganizationID == 0 {
		return e, fault.New(fault.Conflict, "Ticket #%d belongs to no organization. Say whose it is first", t.ID)
	}
	e.OrganizationID, e.Tickets = t.OrganizationID, append(e.Tickets, t.ID)
	note := ticket.Update{Comment: &ticket.NewComment{Body: "This account is escalated now: " + e.Title}}
	if t.Status != ticket.Closed {
		_, _, err = s.Tickets.UpdateIn(ctx, tx, t.ID, note)
	}
	return e, err
}

func (s *Service) organization(ctx context.Context, q db.Querier, id int64) (people.Organization, error) {
	found, err := s.People.OrganizationsNamed(ctx, q, id)
	if _, known := found[id]; err == nil && !known {
		err = fault.Field("organization", "Choose the organization whose account is at risk")
	}
	return found[id], err
}

// checkLinks makes sure that the tickets are this organization's, and that the people are there: a driver of the team,
// and nobody of another customer.
func (s *Service) checkLinks(ctx context.Context, q db.Querier, e Escalation) error {
	for _, id := range e.Tickets {
		t, err := s.Tickets.Load(ctx, q, id)
		if fault.Is(err, fault.NotFound) || err == nil && t.OrganizationID != e.OrganizationID {
			return fault.Field("tickets", "#%d is no ticket of %s", id, e.Organization)
		}
		if err != nil {
			return err
		}
	}
	users, err := s.People.Named(ctx, q, append([]int64{e.DriverID}, e.People...)...)
	if err != nil {
		return err
	}
	if d := users[e.DriverID]; !d.Active || !d.Role.Staff() {
		return fault.Field("driver", "Choose somebody of the team who is responsible")
	}
	for _, id := range e.People {
		u, known := users[id]
		if !known || !u.Role.Staff() && u.OrganizationID != e.OrganizationID {
			return fault.Field("people", "Only the team and people of %s belong to this", e.Organization)
		}
	}
	return nil
}

// mark shows an organization as escalated as long as an escalation of it is open.
func (s *Service) mark(ctx context.Context, tx *db.Tx, organization int64) error {
	open, err := openOf(ctx, tx, organization)
	if err != nil {
		return err
	}
	o, err := s.organization(ctx, tx, organization)
	if err != nil {
		return err
	}
	o.Escalated, o.EscalationNote = len(open) > 0, ""
	if o.Escalated {
		o.EscalationNote = open[0].Title
	}
	_, err = s.People.SaveOrganizationIn(access.AsSystem(ctx, "attention"), tx, o)
	return err
}
