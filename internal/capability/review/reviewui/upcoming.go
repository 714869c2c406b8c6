package reviewui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// overview puts a page about all accounts under its tabs.
func (u *UI) overview(w http.ResponseWriter, r *http.Request, part string, form *web.Form, body ...g.Node) error {
	ctx := r.Context()
	var tabs []page.Tab
	for _, t := range []struct{ part, href string }{{"upcoming", "/reviews"}, {"field", "/field"}, {"hours", "/hours"}} {
		if t.part != "upcoming" && access.Check(ctx, access.CommentPrivate) != nil {
			continue
		}
		tabs = append(tabs, page.Tab{Label: i18n.T(ctx, "review.all_"+t.part), Href: t.href, Current: t.part == part})
	}
	title := i18n.T(ctx, "review.all_"+part)
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "review.all_"+part+"_sub")), page.Bar(page.Tabs(i18n.T(ctx, "nav.reviews"), tabs...)),
			page.Content(h.Div(h.Class("stack"), g.Group(body)))))
}

// getUpcoming lists the calls of all accounts, or those that the reader leads.
func (u *UI) getUpcoming(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := u.Reviews.Upcoming(ctx)
	if err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	mine := r.URL.Query().Get("whose") == "mine"
	var ids []int64
	var shown []review.Meeting
	for _, m := range all {
		if ids = append(ids, m.HostID); !mine || m.HostID == actor.UserID {
			shown = append(shown, m)
		}
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	whose := page.Tabs(i18n.T(ctx, "review.whose"), page.Tab{Label: i18n.T(ctx, "review.whose_all"), Href: "/reviews", Current: !mine},
		page.Tab{Label: i18n.T(ctx, "review.whose_mine"), Href: "/reviews?whose=mine", Current: mine})
	if len(shown) == 0 {
		return u.overview(w, r, "upcoming", web.NewForm(), g.If(mine, whose),
			page.EmptyState("users", i18n.T(ctx, "review.none_planned"), i18n.T(ctx, "review.none_planned_text"),
				page.LinkButton(page.Secondary, "/accounts", i18n.T(ctx, "review.accounts"))))
	}
	var rows [][]g.Node
	for _, m := range shown {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(m.Path()), page.Moment(ctx, m.At)),
			h.A(h.Class("link"), h.Href(accountPath(m.OrganizationID, "agenda")), g.Text(m.Organization)),
			g.Text(i18n.T(ctx, "review.kind_"+string(m.Kind))), g.Text(hostName(ctx, m, names)), meetingChip(ctx, m, now)})
	}
	return u.overview(w, r, "upcoming", web.NewForm(), whose,
		page.Table(i18n.T(ctx, "review.all_upcoming"), columns(ctx, "review", "when", "account", "kind", "host", "state"), rows...))
}
