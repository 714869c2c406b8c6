package configui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// listed is how many revisions the page shows.
const listed = 50

// homePage shows where the desk differs from its files, and what was applied when.
func (ui *Handlers) homePage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	revisions, err := ui.Config.Revisions(ctx, listed)
	if err != nil {
		return err
	}
	drift, err := ui.Config.Drift(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.configuration.title")
	return web.Render(w, http.StatusOK, ui.Page(r, title, page.Head(title, i18n.T(ctx, "settings.configuration.about")),
		page.Content(ui.driftCard(ctx, drift), ui.revisionsCard(ctx, revisions), howTo(ctx))))
}

func (ui *Handlers) driftCard(ctx context.Context, d config.Drift) g.Node {
	title := i18n.T(ctx, "configuration.drift")
	switch {
	case d.Objects == 0:
		return page.EmptyState("file-text", i18n.T(ctx, "configuration.none"), i18n.T(ctx, "configuration.noneabout"))
	case len(d.Changes) == 0:
		return page.Card(title, i18n.T(ctx, "configuration.objects", "Count", d.Objects), h.P(page.Chip(page.Green, i18n.T(ctx, "configuration.nodrift"))))
	}
	return g.Group{
		page.Card(title, i18n.T(ctx, "configuration.objects", "Count", d.Objects),
			h.P(g.Text(i18n.T(ctx, "configuration.driftabout", "Count", len(d.Changes))))),
		changes(ctx, d.Changes, i18n.T(ctx, "configuration.infile"), i18n.T(ctx, "configuration.indesk"))}
}

func (ui *Handlers) revisionsCard(ctx context.Context, list []config.Revision) g.Node {
	if len(list) == 0 {
		return nil
	}
	now := ui.Now(ctx)
	rows := make([][]g.Node, len(list))
	for i, r := range list {
		rows[i] = []g.Node{h.A(h.Class("link"), h.Href(path(r.ID)), g.Text(i18n.T(ctx, "configuration.number", "N", r.ID))),
			page.Time(ctx, r.At, now), g.Text(r.Actor),
			g.Text(r.Approver), page.Badge(string(r.Highest)), g.Text(strconv.Itoa(len(r.Changes))), g.Text(r.Source)}
	}
	label := func(id string) string { return i18n.T(ctx, "configuration.column."+id) }
	title := i18n.T(ctx, "configuration.revisions")
	return page.Card(title, "", page.Table(title, []page.Column{{Label: label("revision")}, {Label: label("at")}, {Label: label("by")},
		{Label: label("approver")}, {Label: label("level")}, {Label: label("changes"), Number: true}, {Label: label("source")}}, rows...))
}

// howTo teaches the way of files.
func howTo(ctx context.Context) g.Node {
	return page.Card(i18n.T(ctx, "configuration.how"), i18n.T(ctx, "configuration.howabout"), page.Code(ctx, g.Text(`daywatch config export desk-config
daywatch config plan desk-config
daywatch config apply desk-config --by you@example.com
daywatch config rollback desk-config`)))
}
