package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// clocks builds the service levels over what tickets, customers and calendars say.
func (d *Desk) clocks() *sla.Service {
	deps := d.clockwork(d.Log, d.People, d.Tickets)
	deps.Notify, deps.Publish = d.alert, func(topic string) { d.Hub.Publish(topic, web.Event{Name: "changed"}) }
	return sla.New(deps)
}

// quietClocks are for a world that is made up: they run by its log, and tell nobody.
func (d *Desk) quietClocks(log *event.Log, p *people.Service, t *ticket.Service) event.Handler {
	return sla.New(d.clockwork(log, p, t)).Handler()
}

func (d *Desk) clockwork(log *event.Log, p *people.Service, t *ticket.Service) sla.Deps {
	return sla.Deps{DB: d.DB, Log: log, People: p, Tickets: t, Calendars: d.Calendars,
		Matter: matter.New(matter.Deps{DB: d.DB, People: p, Tickets: t, Calendars: d.Calendars})}
}

// alert tells people what a clock says.
func (d *Desk) alert(ctx context.Context, tx *db.Tx, n sla.Notice) error {
	return d.Notify.Alert(ctx, tx, notify.Alert{Cause: n.Cause, Ticket: n.Ticket, Metric: string(n.Metric), Contract: n.Contract,
		Breach: n.Breach, Part: n.Part, Due: n.Due, Late: n.Late, To: n.To})
}
