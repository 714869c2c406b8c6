package attentionui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Panel is what stands beside a ticket: its requests, and the escalation of its account; nil where there is nothing to say.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	requests, err := u.Attention.Of(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	var accounts []attention.Escalation
	if t.OrganizationID != 0 {
		if accounts, err = u.Attention.AccountsOf(ctx, t.OrganizationID); err != nil {
			return nil, err
		}
	}
	if len(requests) == 0 && len(accounts) == 0 {
		return nil, nil
	}
	var ids []int64
	for _, r := range requests {
		ids = append(ids, r.ManagerID, r.EngineerID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	items := g.Map(requests, func(r attention.Request) g.Node {
		who := r.ManagerID
		if r.State == attention.Engaged {
			who = r.EngineerID
		}
		return h.Li(h.A(h.Class("link"), h.Href(r.Path()), g.Text(i18n.T(ctx, "attention.panel_request", "Who", nameOf(ctx, names, who)))), g.Text(" "),
			state(ctx, r), g.Text(" "), g.If(r.State == attention.Waiting, u.clock(ctx, r)))
	})
	return page.FactsBlock(i18n.T(ctx, "nav.attention"), h.Ul(h.Class("stack"), items, u.accountItems(ctx, accounts))), nil
}

func (u *UI) accountItems(ctx context.Context, accounts []attention.Escalation) g.Node {
	now := u.Now(ctx)
	return g.Map(accounts, func(e attention.Escalation) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(e.Path()), g.Text(e.Title)), g.Text(" "), severity(ctx, e.Severity), g.Text(" "), updateDue(ctx, e, now))
	})
}

// OrganizationPanel is what stands beside a customer: the escalations of the account, and the way to one.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	accounts, err := u.Attention.AccountsOf(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	mayOpen := access.Check(ctx, access.UpdateTickets) == nil
	if len(accounts) == 0 && !mayOpen {
		return nil, nil
	}
	return page.FactsBlock(i18n.T(ctx, "account.block"), g.If(len(accounts) > 0, h.Ul(h.Class("stack"), u.accountItems(ctx, accounts))),
		g.If(mayOpen, h.Div(page.LinkButton(page.Small, "/escalations/new?organization="+itoa(o.ID), i18n.T(ctx, "account.new"))))), nil
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.CommentPrivate) != nil || !t.Status.Live() {
		return nil, nil
	}
	items := []g.Node{h.A(h.Href(ticketPath(t.ID)+"/attention"), g.Text(i18n.T(ctx, "attention.menu")+" …"))}
	if access.Check(ctx, access.UpdateTickets) == nil && t.OrganizationID != 0 {
		items = append(items, h.A(h.Href("/escalations/new?ticket="+itoa(t.ID)), g.Text(i18n.T(ctx, "account.menu")+" …")))
	}
	return items, nil
}
