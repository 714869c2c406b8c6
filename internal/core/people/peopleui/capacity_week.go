package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// weekPage shows one week by day and region, with who is away.
func (ui *Handlers) weekPage(w http.ResponseWriter, r *http.Request) error {
	ctx, now := r.Context(), ui.deps.Now()
	day, err := bizcal.ParseDate(r.PathValue("week"))
	if err != nil {
		return fault.Wrap(fault.NotFound, err, "There is no week %s. Open one from the capacity of the team", r.PathValue("week"))
	}
	monday := people.Monday(day)
	team, err := ui.people.Team(ctx, people.DayBegins(monday.AddDays(-1), i18n.Zone(ctx)))
	if err != nil {
		return err
	}
	columns := []page.Column{{Label: i18n.T(ctx, "capacity.day")}}
	for _, region := range team.Regions {
		columns = append(columns, page.Column{Label: region.Name})
	}
	var rows [][]g.Node
	for i := range 7 {
		row := []g.Node{h.Span(h.Class("nowrap"), g.Text(weekdayName(ctx, monday.AddDays(i))+" "+dateName(ctx, monday.AddDays(i))))}
		for _, region := range team.Regions {
			row = append(row, dayCell(ctx, team, team.Capacity(region, monday.AddDays(i))))
		}
		rows = append(rows, row)
	}
	title := weekName(ctx, monday)
	if current := people.Monday(bizcal.DateOf(now.In(i18n.Zone(ctx)))); current == monday {
		title = i18n.T(ctx, "capacity.thisweek", "Week", title)
	}
	return ui.show(w, r, http.StatusOK, title,
		page.Head(title, i18n.T(ctx, "capacity.title"), page.LinkButton(page.Secondary, weekPath(monday.AddDays(-7)), i18n.T(ctx, "capacity.before")),
			page.LinkButton(page.Secondary, weekPath(monday.AddDays(7)), i18n.T(ctx, "capacity.after")),
			page.LinkButton(page.Quiet, "/team/capacity", i18n.T(ctx, "capacity.weeks"))),
		page.Content(page.Table(title, columns, rows...)))
}

func dayCell(ctx context.Context, team *people.Roster, c people.Capacity) g.Node {
	if c.Level == people.Closed {
		return h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "capacity.levels.closed")))
	}
	var names []g.Node
	for _, id := range c.Out {
		if u, ok := team.User(id); ok {
			names = append(names, personLink(u))
		}
	}
	return h.Div(h.Class("cluster"), levelChip(ctx, c.Level), h.Span(h.Class("nowrap"), g.Text(outWords(ctx, c))), g.Group(names))
}
