package pagingui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// panelShown is how many pages stand beside a ticket.
const panelShown = 5

// Panel is what stands beside a ticket: its pages, with the button that answers one that rings. It is nil for a ticket that
// never paged anybody.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	all, err := u.Paging.Of(ctx, event.Ticket(t.ID))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	name, err := u.namer(ctx)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var items []g.Node
	rings := false
	for _, p := range all[:min(len(all), panelShown)] {
		said := g.Node(nil)
		rings = rings || p.State == paging.Triggered
		if p.AckedBy != 0 {
			said = g.Group{g.Text(" " + name(p.AckedBy) + " "), page.Time(ctx, p.AckedAt, now)}
		}
		answer := g.Node(nil)
		if p.State == paging.Triggered && access.Check(ctx, access.UpdateTickets) == nil {
			answer = page.PostButton(page.Small, pagePath(p.ID)+"/acknowledge", i18n.T(ctx, "pages.acknowledge"), nil)
		}
		items = append(items, h.Li(h.Div(h.Class("cluster"), stateChip(ctx, p),
			h.A(h.Class("link"), h.Href(pagePath(p.ID)), g.Text(i18n.T(ctx, "pages.numbered", "Number", p.ID))), answer),
			h.Span(h.Class("muted"), page.Time(ctx, p.At, now), said)))
	}
	list := h.Ul(h.Class("stack tries"), g.Group(items))
	if rings {
		return page.FactsBlock(i18n.T(ctx, "pages.title"), list), nil
	}
	line := i18n.T(ctx, "pages.numbered", "Number", all[0].ID) + ", " + i18n.FormatNear(ctx, all[0].At, now)
	return page.Section{ID: "pages", Title: i18n.T(ctx, "pages.title"), Line: line}.View(ctx, list), nil
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.UpdateTickets) != nil || !t.Status.Live() {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(pagesPath+"/new?ticket="+itoa(t.ID)), g.Text(i18n.T(ctx, "pages.call")+" …"))}, nil
}
