package app

import (
	"context"
	"io/fs"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/account/accountui"
	"github.com/daywatch/daywatch/internal/capability/call/callui"
	"github.com/daywatch/daywatch/internal/capability/clearance/clearanceui"
	"github.com/daywatch/daywatch/internal/capability/crm/crmui"
	"github.com/daywatch/daywatch/internal/capability/discussion/discussionui"
	"github.com/daywatch/daywatch/internal/capability/entitlement/entitlementui"
	"github.com/daywatch/daywatch/internal/capability/review/reviewui"
	"github.com/daywatch/daywatch/internal/capability/shift/shiftui"
	"github.com/daywatch/daywatch/internal/capability/upgrade/upgradeui"
	"github.com/daywatch/daywatch/internal/core/environment/environmentui"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// customerPages are the pages about who customers are, what they get, when and from whom, and of the desk that not
// everybody enters.
type customerPages struct {
	environment *environmentui.UI
	entitlement *entitlementui.UI
	crm         *crmui.UI
	account     *accountui.UI
	review      *reviewui.UI
	call        *callui.UI
	upgrade     *upgradeui.UI
	clearance   *clearanceui.UI
	discussion  *discussionui.UI
	shift       *shiftui.UI
}

func (d *Desk) customerPages(shell *workspace.Shell) customerPages {
	return customerPages{environment: d.environmentPages(shell), entitlement: d.entitlementPages(shell), crm: d.crmPages(shell),
		account: d.accountPages(shell), review: d.reviewPages(shell), call: d.callPages(shell), upgrade: d.upgradePages(shell),
		clearance: d.clearancePages(shell), discussion: d.discussionPages(shell), shift: d.shiftPages(shell)}
}

// modules is what they bring along.
func (p customerPages) modules() []module.Module {
	return []module.Module{
		{Name: "environmentui", Routes: p.environment.Routes, Nav: environmentui.Nav(), Settings: environmentui.Settings()},
		{Name: "entitlementui", Routes: p.entitlement.Routes, Nav: entitlementui.Nav(), Settings: entitlementui.Settings()},
		{Name: "crmui", Routes: p.crm.Routes, Nav: crmui.Nav(), Settings: crmui.Settings()},
		{Name: "accountui", Routes: p.account.Routes, Nav: accountui.Nav(), Settings: accountui.Settings()},
		{Name: "reviewui", Routes: p.review.Routes, Nav: reviewui.Nav(), Settings: reviewui.Settings()},
		{Name: "callui", Routes: p.call.Routes, Nav: callui.Nav(), Settings: callui.Settings()},
		{Name: "upgradeui", Routes: p.upgrade.Routes, Nav: upgradeui.Nav(), Settings: upgradeui.Settings()},
		{Name: "clearanceui", Routes: p.clearance.Routes, Settings: p.clearance.Settings()},
		{Name: "discussionui", Routes: p.discussion.Routes, Settings: p.discussion.Settings()},
		{Name: "shiftui", Routes: p.shift.Routes, Nav: shiftui.Nav(), Settings: shiftui.Settings()},
	}
}

// panels stand beside a ticket, in this order.
func (p customerPages) panels() []ticketui.Panel {
	return []ticketui.Panel{
		{ID: "entitlement", Brief: p.entitlement.Panel},
		{ID: "environment", Brief: func(ctx context.Context, t ticket.Ticket) ([]page.Fact, g.Node, error) {
			return p.environment.Panel(ctx, t.ID, t.OrganizationID)
		}},
		{ID: "account", Brief: p.account.Panel},
		{ID: "call", Render: p.call.Panel},
		{ID: "upgrade", Render: p.upgrade.Panel},
		{ID: "runbook", Render: p.review.Panel},
		{ID: "discussion", Render: p.discussion.Panel},
	}
}

// organizationPanels stand on an organization's page.
func (p customerPages) organizationPanels() []peopleui.OrganizationPanel {
	return []peopleui.OrganizationPanel{p.entitlement.OrganizationPanel, p.account.OrganizationPanel, p.environment.OrganizationPanel,
		p.upgrade.OrganizationPanel, p.crm.OrganizationPanel}
}

// actions are entries of a ticket's menu.
func (p customerPages) actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	return together(p.call.Actions, p.upgrade.Actions, p.account.Actions, p.review.Actions, p.entitlement.Actions, p.discussion.Actions)(ctx, t)
}

// tellers tell in the thread what became of a ticket.
func (p customerPages) tellers() []ticketui.Teller {
	return []ticketui.Teller{environmentTeller(p.environment), upgradeTeller(p.upgrade), accountTeller(p.account), callTeller(p.call), reviewTeller(p.review)}
}

// customerCatalogues are the words of these pages.
func customerCatalogues() []fs.FS {
	return []fs.FS{environmentui.Catalogue, entitlementui.Catalogue, crmui.Catalogue, accountui.Catalogue, reviewui.Catalogue,
		callui.Catalogue, upgradeui.Catalogue, clearanceui.Catalogue, discussionui.Catalogue, shiftui.Catalogue}
}
