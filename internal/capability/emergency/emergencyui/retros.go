package emergencyui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getRetros is the board of retrospectives and of the actions that are open.
func (u *UI) getRetros(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	retros, actions, err := u.Emergencies.Board(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "emergency.retros")
	head := page.Head(title, i18n.T(ctx, "emergency.retros_sub"), page.LinkButton(page.Secondary, "/emergencies", i18n.T(ctx, "emergency.list")))
	if len(retros) == 0 {
		return web.Render(w, http.StatusOK,
			u.Page(r, title, head, page.EmptyState("book-open", i18n.T(ctx, "emergency.retros_none"), i18n.T(ctx, "emergency.retros_none_text"))))
	}
	var ids []int64
	for _, o := range retros {
		ids = append(ids, o.Owner, o.Responder)
	}
	for _, a := range actions {
		ids = append(ids, a.Owner)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, head, page.Content(u.retroTable(ctx, retros, names), u.actionCard(ctx, actions, names))))
}

func (u *UI) retroTable(ctx context.Context, retros []emergency.Retro, names map[int64]people.User) g.Node {
	now, nobody := u.Now(ctx), i18n.T(ctx, "emergency.nobody")
	rows := make([][]g.Node, len(retros))
	for i, o := range retros {
		due := g.Node(g.Text("–"))
		if !o.DueAt.IsZero() {
			due = page.Time(ctx, o.DueAt, now)
		}
		rows[i] = []g.Node{h.A(h.Class("link"), h.Href(retroPath(o.ID)), g.Text("#"+text(o.TicketID))), page.Time(ctx, o.At, now), retroChip(ctx, o, now),
			shown(names, o.Owner, nobody), due, shown(names, o.Responder, nobody)}
	}
	column := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "emergency."+id)} }
	return page.Table(i18n.T(ctx, "emergency.retros"),
		[]page.Column{column("retro_ticket"), column("paged"), column("retro_state"), column("owner"), column("due"), column("responder")}, rows...)
}

func (u *UI) actionCard(ctx context.Context, actions []emergency.Action, names map[int64]people.User) g.Node {
	if len(actions) == 0 {
		return nil
	}
	return page.Card(i18n.T(ctx, "emergency.actions"), i18n.T(ctx, "emergency.actions_open"),
		h.Ul(h.Class("stack"), g.Map(actions, func(a emergency.Action) g.Node {
			return h.Li(h.Class("cluster"), h.A(h.Class("link"), h.Href(retroPath(a.RetroID)), g.Text(a.Body)), shown(names, a.Owner, ""),
				page.DueChip(ctx, page.Due{At: a.DueAt}, u.Now(ctx)))
		})))
}

// retroPanel names the retrospectives of a ticket.
func (u *UI) retroPanel(ctx context.Context, retros []emergency.Retro, names map[int64]people.User) g.Node {
	if len(retros) == 0 {
		return nil
	}
	return page.FactsBlock(i18n.T(ctx, "emergency.retro"), h.Ul(h.Class("stack"), g.Map(retros, func(o emergency.Retro) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(retroPath(o.ID)), page.Time(ctx, o.At, u.Now(ctx))), g.Text(" "), retroChip(ctx, o, u.Now(ctx)), g.Text(" "),
			g.If(o.Owner != 0, shown(names, o.Owner, "")))
	})))
}
