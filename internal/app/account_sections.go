package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/account/accountui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// join gives the page of an account what other parts draw there: what reviews, environments, upgrades and calls tell of a customer, and
// the rows of tickets.
func (p customerPages) join(listed func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error)) {
	p.account.Listed = listed
	p.account.Sections = []accountui.Section{p.review.Sections, p.environment.OrganizationPanel, p.upgrade.OrganizationPanel, p.call.OrganizationPanel}
}
