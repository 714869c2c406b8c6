package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/alert/alertui"
	"github.com/daywatch/daywatch/internal/capability/attention/attentionui"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyui"
	"github.com/daywatch/daywatch/internal/capability/incident/incidentui"
	"github.com/daywatch/daywatch/internal/capability/incident/statusui"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/intake/intakeui"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/notify/notifyui"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/capability/paging/pagingui"
	"github.com/daywatch/daywatch/internal/capability/paging/reachui"
	"github.com/daywatch/daywatch/internal/capability/queue/queueui"
	"github.com/daywatch/daywatch/internal/capability/rules/rulesui"
	"github.com/daywatch/daywatch/internal/capability/sla/slaui"
	"github.com/daywatch/daywatch/internal/core/calendar/calendarui"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config/configui"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// modules lists what this binary is, in order. Handlers run in this order inside every update.
func (d *Desk) modules() []module.Module {
	return []module.Module{
		{Name: "calendar", Handlers: []event.Handler{people.FollowCalendars(d.Log)}},
		{Name: "people", Workers: d.People.Workers(), Schedules: d.People.Schedules()},
		{Name: "ticket", Workers: d.Tickets.Workers(), Schedules: d.Tickets.Schedules()},
		d.Notify.Module(),
		d.Intake.Module(),
		d.Rules.Module(),
		d.Queue.Module(),
		d.Clocks.Module(),
		d.OnCall.Module(),
		{Name: "schedule titles", Handlers: []event.Handler{d.followTitles()}},
		d.Paging.Module(),
		d.Alerts.Module(),
		d.Emergencies.Module(),
		d.Incidents.Module(),
		d.Attention.Module(),
		d.Environments.Module(),
		d.Entitlements.Module(),
		d.CRM.Module(),
		d.Accounts.Module(),
		d.Reviews.Module(),
		d.Calls.Module(),
		d.Upgrades.Module(),
		d.Clearances.Module(),
		d.Discussions.Module(),
		d.Shifts.Module(),
		d.Diagnoses.Module(),
		d.filesModule(),
	}
}

// post is how letters with links leave the desk.
func (d *Desk) post() people.Post {
	return people.Post{Send: d.Notify.SendLetter, Link: d.link}
}

// link makes the absolute URL of a path of this desk.
func (d *Desk) link(path string) string { return d.url.Scheme + "://" + d.url.Host + path }

// carried asks the sending side which comment a mail of ours carried.
func (d *Desk) carried(ctx context.Context, q db.Querier, outbox int64) (ticketID, commentID int64, err error) {
	return d.Notify.Carried(ctx, q, outbox)
}

// bounced passes a report about a mail of ours to the side that sent it.
func (d *Desk) bounced(ctx context.Context, tx *db.Tx, b intake.Bounce) error {
	return d.Notify.Bounced(ctx, tx, notify.Report{Outbox: b.Outbox, MessageID: b.MessageID, Recipient: b.Recipient, Hard: b.Hard, Text: b.Text})
}

// catalogues lists every package that shows words.
func catalogues() (*i18n.Bundle, error) {
	return i18n.NewBundle(append(customerCatalogues(), page.Catalogue, conditionui.Catalogue, workspace.Catalogue, calendarui.Catalogue,
		slaui.Catalogue, queueui.Catalogue, peopleui.Catalogue, ticketui.Catalogue, notifyui.Catalogue, intakeui.Catalogue, portal.Catalogue,
		rulesui.Catalogue, configui.Catalogue, oncallui.Catalogue, pagingui.Catalogue, reachui.Catalogue, alertui.Catalogue,
		emergencyui.Catalogue, incidentui.Catalogue, statusui.Catalogue, attentionui.Catalogue)...)
}

// firstRun gives a new desk what it needs to be useful, in an order in which each finds what it builds on.
func (d *Desk) firstRun(ctx context.Context) error {
	ctx = access.AsSystem(ctx, "system")
	return d.DB.Do(ctx, func(tx *db.Tx) error {
		for _, ensure := range []func(context.Context, *db.Tx) error{
			d.Calendars.EnsureDefaults, d.governmentHours, d.Clocks.EnsureDefaults,
			d.Rules.EnsureDefaults, d.OnCall.EnsureDefaults, d.Queue.EnsurePlans,
			d.ensurePushKeys, d.Paging.EnsureDefaults, d.Emergencies.EnsureDefaults,
			d.Upgrades.EnsureDefaults, d.Clearances.ShutIn, d.Tickets.EnsureDefaultViews,
		} {
			if err := ensure(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}
