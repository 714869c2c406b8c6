package ticketui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const viewsPath = "/settings/views"

// getViews lists the views that everyone has, and one's own.
func (u *UI) getViews(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	views, err := u.Tickets.Views(ctx)
	if err != nil {
		return err
	}
	counts, err := u.Tickets.ViewCounts(ctx)
	if err != nil {
		return err
	}
	var shared, own []ticket.View
	for _, v := range views {
		if v.OwnerID == 0 {
			shared = append(shared, v)
		} else {
			own = append(own, v)
		}
	}
	title := i18n.T(ctx, "settings.views.title")
	return web.Render(w, http.StatusOK, u.Page(r, title,
		page.Head(title, i18n.T(ctx, "settings.views.about"), page.LinkButton(page.Primary, viewsPath+"/new", i18n.T(ctx, "view.new"))),
		page.Content(viewTable(ctx, "shared", shared, counts), viewTable(ctx, "own", own, counts))))
}

// viewTable is a list in its order; who may change it sees how.
func viewTable(ctx context.Context, kind string, views []ticket.View, counts map[int64]ticket.ViewCount) g.Node {
	title := i18n.T(ctx, "view."+kind)
	if len(views) == 0 {
		return page.Card(title, i18n.T(ctx, "view.no_"+kind))
	}
	may := kind == "own" || access.Check(ctx, access.ManageViews) == nil
	rows := make([][]g.Node, len(views))
	for i, v := range views {
		name := g.Text(v.Title)
		var order g.Node
		if may {
			name = h.A(h.Class("link"), h.Href(viewEditor.path(v.ID)), g.Text(v.Title))
			order = h.Span(h.Class("cluster"), moveButton(ctx, v, "up", i > 0), moveButton(ctx, v, "down", i < len(views)-1))
		}
		count := h.A(h.Class("link"), h.Href(list{view: v}.href("/tickets", "", "")), g.Text(countText(counts[v.ID])))
		rows[i] = []g.Node{name, h.Code(g.Text(v.Query)), g.Text(sortWord(ctx, v.Sort)), count, order}
	}
	label := func(id string) string { return i18n.T(ctx, "view."+id) }
	return page.Card(title, label(kind+"_text"), page.Table(title, []page.Column{{Label: label("name")}, {Label: label("query")}, {Label: label("sort")},
		{Label: label("tickets"), Number: true}, {Label: label("order")}}, rows...))
}

func moveButton(ctx context.Context, v ticket.View, way string, on bool) g.Node {
	label := i18n.T(ctx, "view."+way)
	return page.PostButton(page.Small, viewEditor.path(v.ID)+"/"+way, label, nil, g.Attr("aria-label", label+": "+v.Title), g.If(!on, h.Disabled()))
}

// sortWord names an order; an unusual one by its own word.
func sortWord(ctx context.Context, sort string) string {
	id := "view.sorts." + or(sort, "none")
	if text := i18n.T(ctx, id); text != id {
		return text
	}
	return sort
}

// postMove puts the view in the path one place further.
func (u *UI) postMove(up bool) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := web.PathID(r)
		if err != nil {
			return err
		}
		if err := u.Tickets.MoveView(r.Context(), id, up); err != nil {
			return err
		}
		web.Redirect(w, r, viewsPath)
		return nil
	}
}
