package peopleui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// meaning shows what a wish would mean: how thin the region gets day by day, and the open tickets to hand over. red
// says that a day of it is red.
func (ui *Handlers) meaning(ctx context.Context, u people.User, wish people.TimeOff) (node g.Node, red bool, err error) {
	if wish.From.IsZero() || !wish.Until.After(wish.From) {
		return nil, false, nil
	}
	team, err := ui.people.Team(ctx, ui.deps.Now())
	if err != nil {
		return nil, false, err
	}
	tickets, err := recent(ctx, ui.deps.OpenTickets, u.ID)
	if err != nil {
		return nil, false, err
	}
	days := team.With(wish).Coverage(u, wish)
	for _, c := range days {
		red = red || c.Level == people.Red
	}
	return g.Group{coverageCard(ctx, team, days),
		g.If(tickets != nil, page.Card(i18n.T(ctx, "timeoff.tickets"), i18n.T(ctx, "timeoff.ticketsabout"), tickets))}, red, nil
}

func coverageCard(ctx context.Context, team *people.Roster, days []people.Capacity) g.Node {
	title := i18n.T(ctx, "timeoff.coverage")
	if len(days) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "timeoff.nocoverage"))))
	}
	var lines [][]g.Node
	for _, c := range days {
		lines = append(lines, []g.Node{h.Span(h.Class("nowrap"), g.Text(weekdayName(ctx, c.Day)+" "+dateName(ctx, c.Day))), dayCell(ctx, team, c)})
	}
	return page.Card(title, i18n.T(ctx, "timeoff.coverageabout", "Region", days[0].Region.Name),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "capacity.day")}, {Label: i18n.T(ctx, "timeoff.away")}}, lines...))
}
