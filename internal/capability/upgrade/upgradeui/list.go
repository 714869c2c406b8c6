package upgradeui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// ahead is how far the strip of windows looks, and behind how much of what was stands on it.
const (
	ahead  = 28 * 24 * time.Hour
	behind = 24 * time.Hour
)

// getList shows the windows to come on a strip, and all upgrades of a state in a table.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	over := r.URL.Query().Get("state") == "over"
	f := upgrade.Filter{Over: over}
	if actor, _ := access.From(ctx); r.URL.Query().Get("whose") == "mine" {
		f.EngineerID = actor.UserID
	}
	all, err := u.Upgrades.Upgrades(ctx, f)
	if err != nil {
		return err
	}
	rows, err := u.rows(ctx, all)
	if err != nil {
		return err
	}
	var strip g.Node
	if !over {
		strip = u.strip(ctx, all)
	}
	title := i18n.T(ctx, "nav.upgrades")
	return web.Render(w, http.StatusOK,
		u.Page(r, title, page.Head(title, i18n.T(ctx, "upgrade.sub"),
			g.If(access.Check(ctx, access.UpdateTickets) == nil, page.LinkButton(page.Primary, root+"/new", i18n.T(ctx, "upgrade.new")))),
			page.Bar(page.Tabs(title, page.Tab{Label: i18n.T(ctx, "upgrade.tab_coming"), Href: root, Current: !over && f.EngineerID == 0},
				page.Tab{Label: i18n.T(ctx, "upgrade.tab_mine"), Href: root + "?whose=mine", Current: f.EngineerID != 0},
				page.Tab{Label: i18n.T(ctx, "upgrade.tab_over"), Href: root + "?state=over", Current: over})),
			page.Content(strip, rows)))
}

// strip draws the windows of the coming weeks, a row for each upgrade that has one.
func (u *UI) strip(ctx context.Context, all []upgrade.Upgrade) g.Node {
	now := u.Now(ctx)
	zone := i18n.Zone(ctx)
	local := now.In(zone)
	begin := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	end := begin.Add(ahead)
	at := func(t time.Time) float64 { return float64(t.Sub(begin)) / float64(ahead) }
	var ticks []page.StripTick
	for day := begin; day.Before(end); day = day.AddDate(0, 0, 1) {
		if day.Weekday() != time.Monday {
			continue
		}
		tick := page.StripTick{At: at(day)}
		if len(ticks)%2 == 0 { // every other Monday: a phone has no room for more
			tick.Label = i18n.FormatDate(ctx, day)
		}
		ticks = append(ticks, tick)
	}
	var rows []g.Node
	for _, up := range all {
		if !up.Windowed() || !up.WindowFrom.Before(end) || up.WindowUntil.Before(begin) {
			continue
		}
		words := span(ctx, up.WindowFrom, up.WindowUntil, zone)
		// A window of hours is a hair on four weeks: it is drawn a third of a day wide at least.
		from, until := max(0, at(up.WindowFrom)), min(1, max(at(up.WindowUntil), at(up.WindowFrom)+0.012))
		rows = append(rows, page.StripRow(link(up, up.Organization+", "+up.Title()),
			h.Span(h.Class("cluster"), stateChip(ctx, up, now), h.Span(h.Class("muted"), g.Text(words))),
			page.Strip{Words: words, Bars: []page.StripBar{{From: from, To: until, Title: words, Off: up.State == upgrade.Planning}},
				Ticks: ticks, Now: at(now)}))
	}
	if len(rows) == 0 {
		return nil
	}
	title := i18n.T(ctx, "upgrade.weeks")
	return page.Card(title, i18n.T(ctx, "upgrade.weeks_about", "Zone", zone.String()), page.StripRows(title, rows...))
}

func (u *UI) rows(ctx context.Context, all []upgrade.Upgrade) (g.Node, error) {
	if len(all) == 0 {
		return page.EmptyState("upload", i18n.T(ctx, "upgrade.none"), i18n.T(ctx, "upgrade.none_text")), nil
	}
	var ids []int64
	for _, up := range all {
		ids = append(ids, up.EngineerID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, up := range all {
		window := g.Node(g.Text("–"))
		if up.Windowed() {
			window = h.Span(page.Time(ctx, up.WindowFrom, now), h.Br(),
				h.Small(h.Class("muted"), g.Text(span(ctx, up.WindowFrom, up.WindowUntil, time.UTC)+" UTC")))
		}
		about := g.Node(g.Text("–"))
		if up.TicketID != 0 {
			about = h.A(h.Class("link"), h.Href(ticketPath(up.TicketID)), g.Text("#"+itoa(up.TicketID)))
		}
		rows = append(rows, []g.Node{link(up, up.Title()),
			h.A(h.Class("link"), h.Href(organizationPath(up.OrganizationID)), g.Text(up.Organization)), g.Text(up.Environment),
			stateChip(ctx, up, now), window, g.Text(engineer(ctx, names[up.EngineerID].Name)), about})
	}
	var columns []page.Column
	for _, id := range []string{"title", "organization", "environment", "state", "window", "engineer", "ticket"} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "upgrade.col_"+id)})
	}
	return page.Table(i18n.T(ctx, "nav.upgrades"), columns, rows...), nil
}

func engineer(ctx context.Context, name string) string {
	if name == "" {
		return i18n.T(ctx, "upgrade.nobody")
	}
	return name
}
