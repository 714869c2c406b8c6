package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// clocks builds the service levels over what tickets, customers and calendars say.
func (d *Desk) clocks() *sla.Service {
	return sla.New(sla.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Calendars: d.Calendars,
		Matter: matter.New(matter.Deps{DB: d.DB, People: d.People, Tickets: d.Tickets, Calendars: d.Calendars}),
		Notify: d.alert, Publish: func(topic string) { d.Hub.Publish(topic, web.Event{Name: "changed"}) }})
}

// alert tells people what a clock says.
func (d *Desk) alert(ctx context.Context, tx *db.Tx, n sla.Notice) error {
	return d.Notify.Alert(ctx, tx, notify.Alert{Cause: n.Cause, Ticket: n.Ticket, Metric: string(n.Metric), Contract: n.Contract,
		Breach: n.Breach, Part: n.Part, Due: n.Due, Late: n.Late, To: n.To})
}
