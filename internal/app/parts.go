package app

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/attention/attentionui"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyui"
	"github.com/daywatch/daywatch/internal/capability/incident/incidentui"
	"github.com/daywatch/daywatch/internal/capability/intake/intakeui"
	"github.com/daywatch/daywatch/internal/capability/notify/notifyui"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/capability/paging/pagingui"
	"github.com/daywatch/daywatch/internal/capability/queue/queueui"
	"github.com/daywatch/daywatch/internal/capability/rules/rulesui"
	"github.com/daywatch/daywatch/internal/capability/sla/slaui"
	"github.com/daywatch/daywatch/internal/core/calendar/calendarui"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config/configui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// parts are the pages of every part of the desk. What one draws into the page of another is wired here.
type parts struct {
	incoming    *intakeui.UI
	mails       *notifyui.UI
	clocks      *slaui.UI
	hours       *calendarui.Handlers
	moves       *queueui.UI
	ruling      *rulesui.UI
	duty        *oncallui.UI
	pager       *pagingui.UI
	alerts      alertDoors
	emergencies *emergencyui.UI
	incidents   *incidentui.UI
	wanted      *attentionui.UI
	customers   customerPages
	tickets     *ticketui.UI
	persons     *peopleui.Handlers
	filed       *configui.Handlers
}

// addPages gives the modules their pages, which need the shell around them.
func (d *Desk) addPages(server ServerConfig, shell *workspace.Shell, bundle *i18n.Bundle) {
	p := d.openParts(server, shell, bundle)
	p.customers.environment.Upgrades, p.duty.Planned = p.customers.upgrade.EnvironmentPart, upgradesInShift(p.customers.upgrade)
	p.tickets = d.ticketPages(shell, p)
	p.customers.join(p.tickets.Listed)
	p.persons = d.personPages(shell, bundle, p)
	d.Fetcher.Told(func() { d.changed("mailboxes") })
	d.Modules = append(d.Modules, d.pageModules(shell, bundle, p)...)
	shell.Above, shell.Modules, shell.Views, shell.Palette = p.filed.Note, d.Modules, p.tickets.Views, palette(p.tickets)
}

// changed has open pages draw anew what they show of a topic.
func (d *Desk) changed(topic string) { d.Hub.Publish(topic, web.Event{Name: "changed"}) }

// openParts makes the pages that need none of the others.
func (d *Desk) openParts(server ServerConfig, shell *workspace.Shell, bundle *i18n.Bundle) *parts {
	p := &parts{
		incoming: intakeui.New(intakeui.Deps{Intake: d.Intake, Block: d.People.Block, Named: d.Tickets.Named, Statuses: d.Fetcher.Statuses,
			Now: d.DB.Now, Page: shell.Page, SMTP: server.SMTP, LMTP: server.LMTP}),
		mails: notifyui.New(notifyui.Deps{Notify: d.Notify, Named: d.Tickets.Named, Now: d.DB.Now, Page: shell.Page}),
		clocks: slaui.New(slaui.Deps{Clocks: d.Clocks, Calendars: d.Calendars, Named: d.Tickets.Named,
			Find:         conditionui.Finder{Person: d.personAt, Organization: d.organizationNamed},
			Organization: d.People.Organization, Now: d.DB.Now, Page: shell.Page}),
		hours:       calendarui.New(calendarui.Deps{Calendars: d.Calendars, Now: d.DB.Now, Page: shell.Page}),
		ruling:      d.rulePages(shell),
		duty:        d.oncallPages(shell, bundle),
		pager:       d.pagingPages(shell),
		alerts:      d.alertPages(shell),
		emergencies: d.emergencyPages(shell),
		incidents:   d.incidentPages(shell),
		wanted:      d.attentionPages(shell),
		customers:   d.customerPages(shell).speaking(bundle),
		filed:       configui.New(configui.Deps{Config: d.Config, Now: d.DB.Now, Page: shell.Page}),
	}
	p.moves = d.queuePages(shell, func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error) {
		return p.tickets.Listed(ctx, rows) // made later
	})
	return p
}

// ticketPages makes the pages of tickets, with what others draw into them.
func (d *Desk) ticketPages(shell *workspace.Shell, p *parts) *ticketui.UI {
	return ticketui.New(ticketui.Deps{Tickets: d.Tickets, People: d.People, Page: shell.Page, Now: d.DB.Now, Key: d.key,
		Delivery: p.mails.Delivered, Raw: func(id int64) string { return fmt.Sprint("/mail/", id) }, Publish: d.changed,
		Slots: ticketui.Slots{Hours: d.hours, OnCall: d.nameOnCall, Conditions: rulesui.ViewPath, Due: p.clocks.Due,
			Actions: p.actions(), Panels: p.panels(), Told: p.tellers()}})
}

// actions are the entries of a ticket's menu, in this order.
func (p *parts) actions() actions {
	return together(p.moves.Actions, macroAction(p.ruling), p.emergencies.Actions, p.pager.Actions, p.incidents.Actions, p.wanted.Actions,
		p.customers.actions)
}

// panels stand beside a ticket, in this order.
func (p *parts) panels() []ticketui.Panel {
	panels := []ticketui.Panel{
		{ID: "clock", Render: p.clocks.Panel},
		{ID: "emergency", Urgent: true, Render: p.emergencies.Panel},
		{ID: "paging", Urgent: true, Render: p.pager.Panel},
		{ID: "incident", Urgent: true, Render: p.incidents.Panel},
		{ID: "attention", Urgent: true, Render: p.wanted.Panel},
	}
	return append(append(panels, p.customers.panels()...), queuePanel(p.moves), rulesPanel(p.ruling))
}

// tellers tell in the thread what became of a ticket.
func (p *parts) tellers() []ticketui.Teller {
	return append(p.customers.tellers(), queueTeller(p.moves), attentionTeller(p.wanted), emergencyTeller(p.emergencies),
		incidentTeller(p.incidents), pagingTeller(p.pager))
}

// personPages makes the pages of people and organizations, with what others draw into them.
func (d *Desk) personPages(shell *workspace.Shell, bundle *i18n.Bundle, p *parts) *peopleui.Handlers {
	of := func(operator string) func(ctx context.Context, id int64) (g.Node, error) {
		return func(ctx context.Context, id int64) (g.Node, error) {
			return p.tickets.Recent(ctx, fmt.Sprintf("%s:#%d", operator, id))
		}
	}
	return peopleui.New(peopleui.Deps{People: d.People, Now: d.now, Shell: shell.Page, Regions: d.regions.get, Languages: bundle.Languages(),
		NewTicket: "/tickets/new", UserTickets: of("requester"), OrganizationTickets: of("org"), Load: d.Tickets.Waiting,
		Calendars: d.schedules, OpenTickets: p.moves.OpenTickets, Duties: p.duty.Conflicts, ShiftReason: p.customers.shift.PersonFacts,
		OrganizationPanels: append([]peopleui.OrganizationPanel{p.clocks.OrganizationPanel, p.wanted.OrganizationPanel},
			p.customers.organizationPanels()...)})
}

// palette finds tickets for the palette.
func palette(tickets *ticketui.UI) func(ctx context.Context, query string) ([]workspace.Choice, error) {
	return func(ctx context.Context, query string) ([]workspace.Choice, error) {
		found, err := tickets.Find(ctx, query)
		out := make([]workspace.Choice, len(found))
		for i, f := range found {
			out[i] = workspace.Choice{Label: f.Label, Sub: f.Sub, Href: f.Href, Icon: "inbox"}
		}
		return out, err
	}
}
