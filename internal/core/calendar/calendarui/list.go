package calendarui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// listPage shows all calendars below one another in the reader's time, and which of them are open now.
func (ui *Handlers) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := ui.calendars.List(ctx)
	if err != nil {
		return err
	}
	standard, _, err := ui.calendars.Standing(ctx, 0)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.calendars.title")
	var add []g.Node
	if access.Check(ctx, access.ManageSettings) == nil {
		add = []g.Node{page.LinkButton(page.Quiet, list+"/new?kind=union", i18n.T(ctx, "calendar.newunion")),
			page.LinkButton(page.Primary, list+"/new", i18n.T(ctx, "calendar.new"))}
	}
	if len(all) == 0 {
		return ui.show(w, r, http.StatusOK, title, page.Head(title, ""),
			page.Content(page.EmptyState("calendar", i18n.T(ctx, "calendar.none"), i18n.T(ctx, "calendar.noneabout"), add...)))
	}
	now, titles := ui.deps.Now(ctx), titlesOf(all)
	var rows g.Group
	for _, c := range all {
		compiled, err := ui.calendars.Draft(ctx, c)
		if err != nil {
			return err
		}
		words := describe(ctx, c, titles)
		name := h.Span(h.A(h.Class("link"), h.Href(path(c.ID)), h.B(g.Text(c.Title))),
			g.If(c.Title == standard, g.Group{g.Text(" "), page.Badge(i18n.T(ctx, "calendar.default"))}),
			h.Br(), h.Small(h.Class("muted"), g.Text(words)))
		rows = append(rows, page.StripRow(name, state(ctx, compiled, now), weekStrip(ctx, compiled, now, words)))
	}
	return ui.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "settings.calendars.about"), add...),
		page.Content(page.StripRows(title, rows), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "calendar.zonenote", "Zone", i18n.Zone(ctx).String())))))
}

func titlesOf(all []calendar.Calendar) map[int64]string {
	titles := make(map[int64]string, len(all))
	for _, c := range all {
		titles[c.ID] = c.Title
	}
	return titles
}
