package pagingui

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// historyShown is how many resolved pages a list has.
const historyShown = 50

// getPages shows what rings on top, then what somebody has, then what is over.
func (u *UI) getPages(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	state, err := u.pagesState(ctx, before(r))
	if err != nil {
		return err
	}
	var actions []g.Node
	if access.Check(ctx, access.UpdateTickets) == nil {
		actions = append(actions, page.LinkButton(page.Secondary, pagesPath+"/new", i18n.T(ctx, "pages.call")))
	}
	actions = append(actions, page.LinkButton(page.Quiet, policiesPath, i18n.T(ctx, "pages.policies")))
	title := i18n.T(ctx, "pages.title")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "pages.sub"), actions...), state))
}

// getPagesState answers the live list.
func (u *UI) getPagesState(w http.ResponseWriter, r *http.Request) error {
	state, err := u.pagesState(r.Context(), before(r))
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, state)
}

// before is the page behind which a list of the past goes on; 0 begins with the newest.
func before(r *http.Request) int64 {
	id, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func (u *UI) pagesState(ctx context.Context, before int64) (g.Node, error) {
	ringing, err := u.Paging.Ringing(ctx)
	if err != nil {
		return nil, err
	}
	held, err := u.Paging.InHand(ctx)
	if err != nil {
		return nil, err
	}
	past, err := u.Paging.Past(ctx, before, historyShown)
	if err != nil {
		return nil, err
	}
	name, err := u.namer(ctx)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	top := g.Node(page.EmptyState("circle-check", i18n.T(ctx, "pages.quiet"), i18n.T(ctx, "pages.quiet_text")))
	if len(ringing) > 0 {
		top = h.Div(h.Class("stack"), g.Map(ringing, func(p paging.Page) g.Node { return ringingCard(ctx, p, now) }))
	}
	src := pagesPath + "/state"
	older := ""
	if len(past) == historyShown {
		older = pagesPath + "?before=" + itoa(past[len(past)-1].ID)
	}
	if before != 0 {
		src += "?before=" + itoa(before)
	}
	return h.Div(h.ID("pages"), page.Live(src, "pages"), page.Content(h.Div(h.Class("stack"), top,
		table(ctx, i18n.T(ctx, "pages.in_hand"), held, name, now), table(ctx, i18n.T(ctx, "pages.past"), past, name, now), page.Pager(ctx, "", older)))), nil
}

// ringingCard is a page that waits for somebody, with the button that answers it.
func ringingCard(ctx context.Context, p paging.Page, now time.Time) g.Node {
	var acts []g.Node
	if access.Check(ctx, access.UpdateTickets) == nil {
		acts = append(acts, page.PostButton(page.Primary, pagePath(p.ID)+"/acknowledge", i18n.T(ctx, "pages.acknowledge"), nil,
			g.Attr("aria-label", i18n.T(ctx, "pages.acknowledge_of", "Title", p.Title))))
	}
	acts = append(acts, page.LinkButton(page.Secondary, pagePath(p.ID), i18n.T(ctx, "pages.look")))
	return h.Article(h.Class("card ringing"), h.ID("ringing-"+itoa(p.ID)),
		h.Div(h.Class("cluster"), urgencyChip(ctx, p), h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "pages.since")+" "), page.Ago(ctx, p.At, now))),
		h.H2(h.A(h.Href(pagePath(p.ID)), g.Text(p.Title))),
		h.Div(h.Class("cluster"), g.Group(acts)))
}

func urgencyChip(ctx context.Context, p paging.Page) g.Node {
	if p.Urgency == paging.Low {
		return page.Chip(page.Amber, i18n.T(ctx, "pages.rings_low"))
	}
	return page.Chip(page.Red, i18n.T(ctx, "pages.rings"))
}

// stateChip says in a word where a page stands.
func stateChip(ctx context.Context, p paging.Page) g.Node {
	switch p.State {
	case paging.Triggered:
		return urgencyChip(ctx, p)
	case paging.Acknowledged:
		return page.Chip(page.Amber, i18n.T(ctx, "pages.acknowledged"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "pages.resolved"))
}

// table lists pages that do not ring; nothing where there are none.
func table(ctx context.Context, title string, all []paging.Page, name func(int64) string, now time.Time) g.Node {
	if len(all) == 0 {
		return nil
	}
	columns := []page.Column{{Label: i18n.T(ctx, "pages.col.page")}, {Label: i18n.T(ctx, "pages.col.state")}, {Label: i18n.T(ctx, "pages.col.at")},
		{Label: i18n.T(ctx, "pages.col.answered")}, {Label: i18n.T(ctx, "pages.col.after")}}
	rows := make([][]g.Node, len(all))
	for i, p := range all {
		who, after := "–", "–"
		if p.AckedBy != 0 {
			who, after = name(p.AckedBy), i18n.FormatDuration(ctx, p.AckedAt.Sub(p.At))
		}
		rows[i] = []g.Node{h.A(h.Class("link"), h.Href(pagePath(p.ID)), g.Text(p.Title)), stateChip(ctx, p), page.Time(ctx, p.At, now),
			g.Text(who), g.Text(after)}
	}
	return page.Card(title, "", page.Table(title, columns, rows...))
}

// names lists people.
func names(name func(int64) string, ids []int64) string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = name(id)
	}
	return strings.Join(all, ", ")
}
