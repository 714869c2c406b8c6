package app

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account/accountui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// join gives the page of an account what other parts draw there: what reviews, environments, upgrades and calls tell of a customer, and
// the rows of tickets.
func (p customerPages) join(listed func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error)) {
	p.account.Listed, p.shift.Listed = listed, listed
	p.account.Sections = []accountui.Section{p.review.Sections, cards(p.environment.OrganizationPanel, p.upgrade.OrganizationPanel, p.call.OrganizationPanel)}
}

// cards frames sections that come without a frame, for they stand in a column beside a ticket too.
func cards(sections ...accountui.Section) accountui.Section {
	return func(ctx context.Context, o people.Organization) (g.Node, error) {
		var framed g.Group
		for _, section := range sections {
			n, err := section(ctx, o)
			if err != nil {
				return nil, err
			}
			if n != nil {
				framed = append(framed, h.Div(h.Class("card"), n))
			}
		}
		return page.Columns(framed), nil
	}
}
