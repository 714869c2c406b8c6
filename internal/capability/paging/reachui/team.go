package reachui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getTeam shows who of the team can be paged, those first who cannot.
func (u *UI) getTeam(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := u.Paging.Reachability(ctx)
	if err != nil {
		return err
	}
	var rows [][]g.Node
	silent := 0
	for _, m := range all {
		if m.None() || m.OnlyMail() {
			silent++
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href("/people/"+strconv.FormatInt(m.User.ID, 10)), g.Text(m.User.Name)),
			g.If(m.OnDuty, page.Chip("", i18n.T(ctx, "reach.on_duty"))), verdict(ctx, m), g.Text(kinds(ctx, m))})
	}
	title := i18n.T(ctx, "reach.team")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "reach.team_sub", "Count", silent),
		page.LinkButton(page.Secondary, paging.ContactsPath, i18n.T(ctx, "reach.title"))), page.Content(
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "reach.person")}, {Label: i18n.T(ctx, "reach.duty")},
			{Label: i18n.T(ctx, "reach.can")}, {Label: i18n.T(ctx, "reach.by")}}, rows...))))
}

func verdict(ctx context.Context, m paging.Reachable) g.Node {
	switch {
	case m.None():
		return page.Chip(page.Red, i18n.T(ctx, "reach.not_at_all"))
	case m.OnlyMail():
		return page.Chip(page.Amber, i18n.T(ctx, "reach.only_mail"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "reach.rings"))
}

func kinds(ctx context.Context, m paging.Reachable) string {
	names := make([]string, len(m.Kinds))
	for i, k := range m.Kinds {
		names[i] = i18n.T(ctx, "reach.kind_"+string(k))
	}
	return strings.Join(names, ", ")
}
