package alert

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OpenTicket opens a ticket for an alert, requested by the actor, and gives its number. An alert has one ticket: asked
// again, it gives that one.
func (s *Service) OpenTicket(ctx context.Context, id int64) (int64, error) {
	if err := access.Check(ctx, access.CreateTickets); err != nil {
		return 0, err
	}
	who, _ := access.From(ctx)
	if who.UserID == 0 {
		return 0, fault.New(fault.Forbidden, "A ticket is opened by a person")
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (int64, error) {
		a, _, err := lockAlert(ctx, tx, id)
		if err != nil || a.TicketID != 0 {
			return a.TicketID, err
		}
		a, err = s.ticketFor(ctx, tx, a, who.UserID)
		return a.TicketID, err
	})
}

// ticketFor opens the ticket of an alert. What the monitor said is an internal note: no customer reads it.
func (s *Service) ticketFor(ctx context.Context, tx *db.Tx, a Alert, requester int64) (Alert, error) {
	t, err := s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: a.Service + ": " + a.Summary, RequesterID: requester, Priority: priorityOf(a.Severity),
		Type: ticket.Incident, Channel: "api", Tags: []string{"alert"}, Comment: ticket.NewComment{Body: note(a), Automatic: "alert"}})
	if err != nil {
		return a, err
	}
	a.TicketID = t.ID
	if err := updateAlert(ctx, tx, a); err != nil {
		return a, err
	}
	return a, s.Log.Append(ctx, tx, Subject(a.ID), TicketOpened{Ticket: t.ID})
}

func priorityOf(s wire.Severity) ticket.Priority {
	switch s {
	case wire.Critical:
		return ticket.Urgent
	case wire.Error:
		return ticket.High
	case wire.Warning:
		return ticket.Normal
	}
	return ticket.Low
}

// note is what the first comment tells, in Markdown. What a monitor wrote stands in a block, so that none of it is markup.
func note(a Alert) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Alert %d of %s, %s, since %s UTC.\n\n", a.ID, a.Service, a.Severity, a.OpenedAt.UTC().Format("2006-01-02 15:04"))
	b.WriteString("    " + strings.ReplaceAll(a.Summary, "\n", "\n    ") + "\n")
	for _, f := range []struct{ name, value string }{{"source", a.Said.Source}, {"component", a.Said.Component}, {"group", a.Said.Group}} {
		if f.value != "" {
			fmt.Fprintf(&b, "    %s: %s\n", f.name, strings.ReplaceAll(f.value, "\n", " "))
		}
	}
	fmt.Fprintf(&b, "\n[Alert %d](/alerts/%d)\n", a.ID, a.ID)
	return b.String()
}
