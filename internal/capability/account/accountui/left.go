package accountui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getLeft lists what an assigned engineer leaves behind: accounts, covers, tickets, and what else they promised.
func (u *UI) getLeft(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	left, err := u.Accounts.HandoverOf(ctx, number(r.URL.Query().Get("user")))
	if err != nil {
		return err
	}
	rows, err := u.Listed(ctx, left.Tickets)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	var accounts, covers, others, tickets g.Group
	for _, a := range left.Assignments {
		chip := page.Chip(page.Green, i18n.T(ctx, "assigned.has_engineer"))
		if !a.LeftAt.IsZero() {
			chip = page.Chip(page.Red, i18n.T(ctx, "assigned.without"))
		}
		accounts = append(accounts,
			h.Li(h.Div(h.Class("cluster"), h.A(h.Class("link"), h.Href(a.Path()), g.Text(a.Organization)), chip,
				page.LinkButton(page.Small, newPath(a.OrganizationID), i18n.T(ctx, "assigned.assign")))))
	}
	for _, c := range left.Covers {
		covers = append(covers, h.Li(h.Div(h.Class("cluster"), h.A(h.Class("link"), h.Href(c.Path()), g.Text(c.Organization)),
			coverChip(ctx, c)), h.P(h.Class("muted"), page.Time(ctx, c.From, now), g.Text(" – "), page.Time(ctx, c.Until, now))))
	}
	for _, c := range left.Others {
		others = append(others, h.Li(h.A(h.Class("link"), h.Href(c.Path), g.Text(c.Words)),
			g.If(!c.At.IsZero(), g.Group{g.Text(" "), page.Time(ctx, c.At, now)})))
	}
	for _, row := range rows {
		row.ID = "l-" + row.Number
		tickets = append(tickets, page.Ticket(ctx, row, now))
	}
	list := func(title string, items g.Group) g.Node {
		if len(items) == 0 {
			return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.nothing"))))
		}
		return page.Card(title, "", h.Ul(h.Class("stack"), items))
	}
	work := page.Card(i18n.T(ctx, "assigned.left_tickets"), "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.nothing"))))
	if len(tickets) > 0 {
		work = h.Section(h.Class("stack"), h.H2(g.Text(i18n.T(ctx, "assigned.left_tickets"))), page.Rows(i18n.T(ctx, "assigned.left_tickets"), tickets...))
	}
	title := i18n.T(ctx, "assigned.left_title", "Name", left.User.Name)
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "assigned.left_sub")),
		page.Content(page.Columns(list(i18n.T(ctx, "assigned.left_accounts"), accounts), list(i18n.T(ctx, "assigned.left_covers"), covers),
			list(i18n.T(ctx, "assigned.left_others"), others)), work)))
}
