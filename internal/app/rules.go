package app

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/capability/rules/rulesui"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
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

// rulePages are the pages of rules.
func (d *Desk) rulePages(shell *workspace.Shell) *rulesui.UI {
	return rulesui.New(rulesui.Deps{Rules: d.Rules, Tickets: d.Tickets, Now: d.DB.Now, Page: shell.Page, Person: d.personAt, Organization: d.organizationNamed})
}

// rulesPanel tells beside a ticket what rules did to it.
func rulesPanel(u *rulesui.UI) ticketui.Panel {
	return ticketui.Panel{ID: "rules", Render: func(ctx context.Context, t ticket.Ticket) (g.Node, error) { return u.Panel(ctx, t.ID) }}
}

// macroAction is the entry of the macros in a ticket's menu.
func macroAction(u *rulesui.UI) actions {
	return func(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
		if entry := u.Action(ctx, t.ID); entry != nil && t.Status != ticket.Closed {
			return []g.Node{entry}, nil
		}
		return nil, nil
	}
}

// personAt finds whom an address belongs to.
func (d *Desk) personAt(ctx context.Context, address string) (int64, bool, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return 0, false, err
	}
	u, err := d.People.ByAddress(ctx, d.DB.Read(), strings.ToLower(address))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
		return 0, false, nil
	}
	return u.ID, err == nil, err
}

// organizationNamed finds the organization with a name.
func (d *Desk) organizationNamed(ctx context.Context, name string) (int64, bool, error) {
	list, _, err := d.People.Organizations(ctx, people.OrganizationFilter{Query: name, Limit: 100})
	for _, o := range list {
		if people.FoldName(o.Name) == people.FoldName(name) {
			return o.ID, true, nil
		}
	}
	return 0, false, err
}
