package clearanceui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getLookup lists who is cleared, for everybody who has to know with whom to share what they see. Who is not in the list
// is not cleared.
func (u *UI) getLookup(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := r.URL.Query().Get("q")
	rules, err := u.Clearances.Rules(ctx)
	if err != nil {
		return err
	}
	cleared, err := u.Clearances.Lookup(ctx, who)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "clearance.lookup")
	search := h.Form(h.Class("filters"), h.Method("get"), h.Action(lookupPath), g.Attr("role", "search"),
		page.Bare(page.Field{Name: "q", Label: i18n.T(ctx, "clearance.who"), Placeholder: i18n.T(ctx, "clearance.who"), Value: who, Optional: true}),
		page.Button(page.Secondary, i18n.T(ctx, "clearance.look")))
	var list g.Node = page.EmptyState("shield", i18n.T(ctx, "clearance.nobody"), i18n.T(ctx, "clearance.nobody_about"))
	if len(cleared) > 0 {
		var rows [][]g.Node
		for _, p := range cleared {
			rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href("/people/"+itoa(p.ID)), g.Text(p.Name)),
				page.Chip(page.Green, i18n.T(ctx, "clearance.is", "Fact", rules.Door))})
		}
		list = page.Table(title, []page.Column{{Label: i18n.T(ctx, "clearance.person")}, {Label: i18n.T(ctx, "clearance.now")}}, rows...)
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "clearance.lookup_about", "Fact", rules.Door)),
		page.Content(search, list)))
}
