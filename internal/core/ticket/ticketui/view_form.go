package ticketui

import (
	"context"
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNewView begins a view; ?query= takes one over from a search.
func (u *UI) getNewView(w http.ResponseWriter, r *http.Request) error {
	return u.showView(w, r, web.NewForm("query", r.URL.Query().Get("query"), "for", "me"))
}

func (u *UI) getView(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	v, err := u.Tickets.View(r.Context(), id)
	if err != nil {
		return err
	}
	if v.OwnerID == 0 {
		if err := access.Check(r.Context(), access.ManageViews); err != nil {
			return err
		}
	}
	whose := "me"
	if v.OwnerID == 0 {
		whose = "all"
	}
	return u.showView(w, r, web.NewForm("title", v.Title, "query", v.Query, "sort", v.Sort, "for", whose))
}

// postView saves the view in the path or a new one; with the button "count" it only counts.
func (u *UI) postView(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if f.Get("do") == "count" {
		return u.showView(w, r, f)
	}
	v, err := u.viewOf(r, f)
	if err != nil {
		return err
	}
	_, err = u.Tickets.SaveView(ctx, v)
	if f.Absorb(err) {
		return u.showView(w, r, f)
	}
	if err != nil {
		return err
	}
	viewEditor.done(w, r, v.Title)
	return nil
}

// viewOf is the view as the form says. It keeps its place; a new one stands behind all others.
func (u *UI) viewOf(r *http.Request, f *web.Form) (ticket.View, error) {
	ctx := r.Context()
	v := ticket.View{Title: f.Get("title"), Query: f.Get("query"), Sort: f.Get("sort")}
	if f.Get("for") != "all" {
		me, _ := access.From(ctx)
		v.OwnerID = me.UserID
	}
	views, err := u.Tickets.Views(ctx)
	if err != nil {
		return v, err
	}
	for _, other := range views {
		v.Position = max(v.Position, other.Position+10)
	}
	if r.PathValue("id") == "" {
		return v, nil
	}
	if v.ID, err = web.PathID(r); err != nil {
		return v, err
	}
	i := slices.IndexFunc(views, func(o ticket.View) bool { return o.ID == v.ID })
	if i < 0 {
		return v, fault.New(fault.NotFound, "There is no view %d", v.ID)
	}
	v.Position, v.Conditions = views[i].Position, views[i].Conditions
	return v, nil
}

func (u *UI) showView(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	count, err := u.counted(ctx, f.Get("query"))
	if err != nil {
		return err
	}
	fields := g.Group{viewFields(ctx, f), h.Div(h.ID("count"), g.Attr("role", "status"), count), u.conditionsLink(r)}
	return viewEditor.show(u, w, r, f, i18n.T(ctx, "view.about"), fields, queryHelp(ctx))
}

// conditionsLink leads to what must hold beside the search, once the view is there.
func (u *UI) conditionsLink(r *http.Request) g.Node {
	id, err := web.PathID(r)
	if err != nil || u.Conditions == nil {
		return nil
	}
	return h.P(h.A(h.Class("link"), h.Href(u.Conditions(id)), g.Text(i18n.T(r.Context(), "view.conditions"))))
}

// viewSorts are the orders that a view can be given; the last ones turn the usual direction.
var viewSorts = []string{"", "breach", "waiting", "priority", "updated", "created", "updated-asc", "created-asc"}

func viewFields(ctx context.Context, f *web.Form) g.Node {
	name, query, sort := page.Ask(f, "title", i18n.T(ctx, "view.name")), page.Ask(f, "query", i18n.T(ctx, "view.query")),
		page.Ask(f, "sort", i18n.T(ctx, "view.sort"))
	name.Autocomplete, query.Autocomplete, query.Optional, query.Hint = "off", "off", true, i18n.T(ctx, "view.query_hint")
	query.More = []g.Node{g.Attr("spellcheck", "false"), g.Attr("hx-get", viewsPath+"/count"), g.Attr("hx-trigger", "input changed delay:300ms"),
		g.Attr("hx-target", "#count"), g.Attr("hx-swap", "innerHTML")}
	sort.Optional = true
	all := viewSorts
	if !slices.Contains(all, sort.Value) {
		all = append(slices.Clone(all), sort.Value)
	}
	orders := make([]page.Choice, len(all))
	for i, s := range all {
		orders[i] = page.Choice{Value: s, Label: sortWord(ctx, s)}
	}
	whose := page.Hidden("for", "me")
	if access.Check(ctx, access.ManageViews) == nil {
		whose = page.Select(ctx, page.Ask(f, "for", i18n.T(ctx, "view.whose")), page.Choice{Value: "me", Label: i18n.T(ctx, "view.mine")},
			page.Choice{Value: "all", Label: i18n.T(ctx, "view.everyone")})
	}
	return g.Group{page.Input(ctx, name), page.Input(ctx, query), page.Select(ctx, sort, orders...), whose}
}

// getViewCount answers as one types a query.
func (u *UI) getViewCount(w http.ResponseWriter, r *http.Request) error {
	count, err := u.counted(r.Context(), r.URL.Query().Get("query"))
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, count)
}

// counted says how many tickets a query finds now, or what is wrong with it.
func (u *UI) counted(ctx context.Context, query string) (g.Node, error) {
	n, capped, err := u.Tickets.Count(ctx, query)
	if fault.Is(err, fault.Invalid) {
		sentence, _ := fault.Public(err)
		return h.P(page.Chip(page.Red, i18n.T(ctx, "view.wrong")), g.Text(" "+sentence)), nil
	}
	if err != nil {
		return nil, err
	}
	return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "view.finds", "Count", n, "Number", countText(ticket.ViewCount{N: n, Capped: capped})))), nil
}

// queryHelp shows what queries can look like.
func queryHelp(ctx context.Context) g.Node {
	return page.Card(i18n.T(ctx, "search.help"), i18n.T(ctx, "view.help_text"), h.Ul(h.Class("stack"), g.Map(searchExamples, func(q string) g.Node {
		return h.Li(h.Code(g.Text(q)))
	})))
}
