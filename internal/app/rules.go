package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// matters reads what may be asked of tickets.
func (d *Desk) matters() *matter.Reader {
	return matter.New(matter.Deps{DB: d.DB, People: d.People, Tickets: d.Tickets, Calendars: d.Calendars})
}

// rules are what happens by itself.
func (d *Desk) rules() *rules.Service {
	return rules.New(rules.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Matters: d.matters(), Notify: d.ruleMail,
		Link: d.link, Silent: notify.Silenced, Logger: d.logger})
}

// ruleMail passes a rule's message to the side that sends.
func (d *Desk) ruleMail(ctx context.Context, tx *db.Tx, m rules.Message) error {
	return d.Notify.SendRuleMail(ctx, tx, notify.RuleMail{Cause: m.Cause, TicketID: m.TicketID, To: m.To, Subject: m.Subject, Body: m.Body})
}
