package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/alert/alertui"
	"github.com/daywatch/daywatch/internal/capability/attention/attentionui"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyapi"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyui"
	"github.com/daywatch/daywatch/internal/capability/incident/incidentui"
	"github.com/daywatch/daywatch/internal/capability/incident/statusui"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/intake/intakeui"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/notify/notifyui"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallapi"
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
	"github.com/daywatch/daywatch/internal/core/ticket"
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
	"github.com/daywatch/daywatch/internal/platform/web"
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

// addPages gives the modules their pages, which need the shell around them.
func (d *Desk) addPages(server ServerConfig, shell *workspace.Shell, bundle *i18n.Bundle) {
	now := func() time.Time { return d.DB.Now(context.Background()) }
	changed := func(topic string) { d.Hub.Publish(topic, web.Event{Name: "changed"}) }
	d.Fetcher.Told(func() { changed("mailboxes") })
	incoming := intakeui.New(intakeui.Deps{Intake: d.Intake, Block: d.People.Block, Named: d.Tickets.Named, Statuses: d.Fetcher.Statuses,
		Now: d.DB.Now, Page: shell.Page, SMTP: server.SMTP, LMTP: server.LMTP})
	mails := notifyui.New(notifyui.Deps{Notify: d.Notify, Named: d.Tickets.Named, Now: d.DB.Now, Page: shell.Page})
	clocks := slaui.New(slaui.Deps{Clocks: d.Clocks, Calendars: d.Calendars, Named: d.Tickets.Named,
		Find:         conditionui.Finder{Person: d.personAt, Organization: d.organizationNamed},
		Organization: d.People.Organization, Now: d.DB.Now, Page: shell.Page})
	var tickets *ticketui.UI
	moves := d.queuePages(shell, func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error) {
		return tickets.Listed(ctx, rows)
	})
	ruling := d.rulePages(shell)
	duty, pager, alerts := d.oncallPages(shell, bundle), d.pagingPages(shell), d.alertPages(shell)
	emergencies, incidents, wanted := d.emergencyPages(shell), d.incidentPages(shell), d.attentionPages(shell)
	customers := d.customerPages(shell).speaking(bundle)
	customers.environment.Upgrades, duty.Planned = customers.upgrade.EnvironmentPart, upgradesInShift(customers.upgrade)
	tickets = ticketui.New(ticketui.Deps{Tickets: d.Tickets, People: d.People, Page: shell.Page, Now: d.DB.Now, Key: d.key,
		Delivery: mails.Delivered, Raw: func(id int64) string { return fmt.Sprint("/mail/", id) }, Publish: changed,
		Slots: ticketui.Slots{Hours: d.hours, OnCall: d.nameOnCall, Conditions: rulesui.ViewPath, Due: clocks.Due, Actions: together(moves.Actions, macroAction(ruling), emergencies.Actions, pager.Actions, incidents.Actions, wanted.Actions, customers.actions),
			Panels: slices.Concat([]ticketui.Panel{{ID: "clock", Render: clocks.Panel}, {ID: "emergency", Urgent: true, Render: emergencies.Panel}, {ID: "paging", Urgent: true, Render: pager.Panel},
				{ID: "incident", Urgent: true, Render: incidents.Panel}, {ID: "attention", Urgent: true, Render: wanted.Panel}}, customers.panels(), []ticketui.Panel{queuePanel(moves), rulesPanel(ruling)}),
			Told: append(customers.tellers(), queueTeller(moves), attentionTeller(wanted), emergencyTeller(emergencies), incidentTeller(incidents), pagingTeller(pager))}})
	customers.join(tickets.Listed)
	of := func(operator string) func(ctx context.Context, id int64) (g.Node, error) {
		return func(ctx context.Context, id int64) (g.Node, error) {
			return tickets.Recent(ctx, fmt.Sprintf("%s:#%d", operator, id))
		}
	}
	persons := peopleui.New(peopleui.Deps{People: d.People, Now: now, Shell: shell.Page, Regions: d.regions.get, Languages: bundle.Languages(),
		NewTicket: "/tickets/new", UserTickets: of("requester"), OrganizationTickets: of("org"), Load: d.Tickets.Waiting, Calendars: d.schedules,
		OpenTickets: moves.OpenTickets, Duties: duty.Conflicts, ShiftReason: customers.shift.PersonFacts, OrganizationPanels: append([]peopleui.OrganizationPanel{clocks.OrganizationPanel, wanted.OrganizationPanel}, customers.organizationPanels()...)})
	filed := configui.New(configui.Deps{Config: d.Config, Now: d.DB.Now, Page: shell.Page})
	shell.Above = filed.Note
	hours := calendarui.New(calendarui.Deps{Calendars: d.Calendars, Now: d.DB.Now, Page: shell.Page})
	d.Modules = append(append(d.Modules, customers.modules()...),
		module.Module{Name: "calendarui", Routes: hours.Routes, Settings: calendarui.Settings()},
		module.Module{Name: "slaui", Routes: clocks.Routes, Settings: slaui.Settings()},
		module.Module{Name: "ticketui", Routes: tickets.Routes, Nav: ticketui.Nav(), Settings: ticketui.Settings()},
		queueModule(moves),
		module.Module{Name: "oncallui", Routes: duty.Routes, Nav: oncallui.Nav(), Settings: oncallui.Settings()},
		module.Module{Name: "oncallapi", Routes: oncallapi.Deps{OnCall: d.OnCall, Named: d.Tickets.Named, Now: d.DB.Now}.Routes},
		module.Module{Name: "pagingui", Routes: pager.Routes, Nav: pager.Nav(), Settings: pagingui.Settings()},
		d.reachModule(shell),
		module.Module{Name: "alertui", Routes: alerts.Routes, Nav: alerts.pages.Nav(), Settings: alertui.Settings()},
		module.Module{Name: "emergencyapi", Routes: emergencyapi.Deps{Raise: d.Emergencies.Raise, Link: d.link}.Routes},
		module.Module{Name: "emergencyui", Routes: emergencies.Routes, Nav: emergencyui.Nav(), Settings: emergencyui.Settings()},
		module.Module{Name: "incidentui", Routes: incidents.Routes, Nav: incidentui.Nav(), Settings: incidentui.Settings()},
		module.Module{Name: "attentionui", Routes: wanted.Routes, Nav: attentionui.Nav(), Settings: attentionui.Settings()},
		module.Module{Name: "rulesui", Routes: ruling.Routes, Settings: rulesui.Settings()},
		module.Module{Name: "peopleui", Routes: persons.Routes, Nav: peopleui.Nav(), Settings: peopleui.Settings()},
		module.Module{Name: "intakeui", Routes: incoming.Routes, Nav: incoming.Nav(), Settings: intakeui.Settings()},
		module.Module{Name: "notifyui", Routes: mails.Routes, Nav: mails.Nav(), Settings: notifyui.Settings()},
		module.Module{Name: "configui", Routes: filed.Routes, Settings: configui.Settings()},
		d.customersSide(shell, bundle),
		d.statusPage(bundle),
		module.Module{Name: "settings", Nav: workspace.Nav(), Settings: workspace.Settings()})
	shell.Modules = d.Modules
	shell.Views = tickets.Views
	shell.Palette = func(ctx context.Context, query string) ([]workspace.Choice, error) {
		found, err := tickets.Find(ctx, query)
		out := make([]workspace.Choice, len(found))
		for i, f := range found {
			out[i] = workspace.Choice{Label: f.Label, Sub: f.Sub, Href: f.Href, Icon: "inbox"}
		}
		return out, err
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
	return i18n.NewBundle(append(customerCatalogues(), page.Catalogue, conditionui.Catalogue, workspace.Catalogue, calendarui.Catalogue, slaui.Catalogue, queueui.Catalogue, peopleui.Catalogue, ticketui.Catalogue, notifyui.Catalogue, intakeui.Catalogue,
		portal.Catalogue, rulesui.Catalogue, configui.Catalogue, oncallui.Catalogue, pagingui.Catalogue, reachui.Catalogue, alertui.Catalogue,
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
