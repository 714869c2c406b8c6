package peopleui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// weeksShown is how far the calendar of capacity looks ahead.
const weeksShown = 13

// capacityPage shows by week and region how many people are away, as on the thinnest day.
func (ui *Handlers) capacityPage(w http.ResponseWriter, r *http.Request) error {
	return ui.showCapacity(w, r, web.NewForm())
}

// showCapacity draws the page; f is the form of the limits, empty for those that hold.
func (ui *Handlers) showCapacity(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx, now := r.Context(), ui.deps.Now()
	team, err := ui.people.Team(ctx, now.AddDate(0, 0, -7))
	if err != nil {
		return err
	}
	monday := people.Monday(bizcal.DateOf(now.In(i18n.Zone(ctx))))
	columns := []page.Column{{Label: i18n.T(ctx, "capacity.week")}}
	for _, region := range team.Regions {
		columns = append(columns, page.Column{Label: region.Name})
	}
	var rows [][]g.Node
	for range weeksShown {
		row := []g.Node{h.A(h.Class("link nowrap"), h.Href(weekPath(monday)), g.Text(weekName(ctx, monday)))}
		for _, region := range team.Regions {
			days := team.Week(region, monday)
			row = append(row, weekCell(ctx, days[:]))
		}
		rows = append(rows, row)
		monday = monday.AddDays(7)
	}
	if !f.Values.Has("green") {
		f.Values.Set("green", strconv.Itoa(team.Limits.Green))
		f.Values.Set("yellow", strconv.Itoa(team.Limits.Yellow))
	}
	title := i18n.T(ctx, "capacity.title")
	body := page.Table(title, columns, rows...)
	if len(team.Regions) == 0 {
		body = page.EmptyState("globe", i18n.T(ctx, "capacity.noregions"), i18n.T(ctx, "capacity.noregionsabout"))
	}
	return ui.show(w, r, web.FormStatus(f), title, ui.teamHead(ctx, "/team/capacity"),
		page.Content(h.P(h.Class("muted"), g.Text(i18n.T(ctx, "capacity.about", "Green", team.Limits.Green, "Yellow", team.Limits.Yellow))),
			body, limitsCard(ctx, f)))
}

// weekCell says how the thinnest day of a week stands.
func weekCell(ctx context.Context, days []people.Capacity) g.Node {
	worst, ok := people.Worst(days)
	switch {
	case !ok:
		return h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "capacity.levels.closed")))
	case len(worst.Out) == 0:
		return h.Span(h.Class("cluster nowrap"), levelChip(ctx, worst.Level),
			h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "capacity.allthere", "Count", len(worst.Team)))))
	}
	return h.Span(h.Class("cluster nowrap"), levelChip(ctx, worst.Level), g.Text(outWords(ctx, worst)),
		h.Span(h.Class("muted"), g.Text(weekdayName(ctx, worst.Day))))
}

func levelChip(ctx context.Context, level people.CapacityLevel) g.Node {
	tone := page.Neutral
	switch level {
	case people.Green:
		tone = page.Green
	case people.Yellow:
		tone = page.Amber
	case people.Red:
		tone = page.Red
	}
	return page.Chip(tone, i18n.T(ctx, "capacity.levels."+string(level)))
}

// outWords count who is away: "2 of 9 away (23 %)".
func outWords(ctx context.Context, c people.Capacity) string {
	return i18n.T(ctx, "capacity.out", "Out", len(c.Out), "Team", len(c.Team), "Percent", c.Percent())
}

func weekPath(monday bizcal.Date) string { return "/team/capacity/" + monday.String() }

// weekName is "23 Nov – 29 Nov".
func weekName(ctx context.Context, monday bizcal.Date) string {
	return dateName(ctx, monday) + " – " + dateName(ctx, monday.AddDays(6))
}

// dateName is "23 Nov".
func dateName(ctx context.Context, d bizcal.Date) string {
	return i18n.T(ctx, "time.day", "Day", d.Day, "Month", i18n.T(ctx, "time.month."+strconv.Itoa(int(d.Month))))
}

// weekdayName is "Mon".
func weekdayName(ctx context.Context, d bizcal.Date) string {
	return i18n.T(ctx, "time.weekday."+strconv.Itoa(int(d.Weekday())))
}
