package oncallui

import (
	"context"
	"fmt"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// The size of one hour of one week in the drawing's own units.
const (
	cellWidth  = 20
	cellHeight = 6
)

// yearCard draws the year ahead, each column a week and each row an hour of UTC, and the same as a table.
func yearCard(ctx context.Context, o oncall.Outlook, crew crowd) g.Node {
	title := i18n.T(ctx, "oncall.year")
	if len(o.Schedule.Layers) == 0 {
		return nil
	}
	return page.Card(title, i18n.T(ctx, "oncall.year_about"),
		h.Div(h.Class("duty-year"), h.TabIndex("0"), g.Attr("role", "region"), g.Attr("aria-label", title), yearDrawing(ctx, o, crew)),
		page.Fold(i18n.T(ctx, "oncall.as_table"), yearTable(ctx, title, o)))
}

// look is the class of an hour: nobody, one person only where there are more else, or somebody's night.
func look(x oncall.Hour, crew crowd) string {
	class := "tone-" + crew.tone(x.Region)
	switch {
	case x.Gap:
		return "gap"
	case x.Inside < 1:
		class += " night"
	case x.Alone:
		class += " alone"
	}
	return class
}

// yearDrawing joins hours of one look into one stretch, and lays the lines of the grid over it.
func yearDrawing(ctx context.Context, o oncall.Outlook, crew crowd) g.Node {
	var parts g.Group
	width := len(o.Weeks) * cellWidth
	for i, week := range o.Weeks {
		for hour := 0; hour < 24; {
			class, end := look(week.Hours[hour], crew), hour
			for end < 24 && look(week.Hours[end], crew) == class {
				end++
			}
			parts = append(parts, g.El("rect", g.Attr("class", class), g.Attr("x", fmt.Sprint(i*cellWidth)), g.Attr("y", fmt.Sprint(hour*cellHeight)),
				g.Attr("width", fmt.Sprint(cellWidth)), g.Attr("height", fmt.Sprint((end-hour)*cellHeight))))
			hour = end
		}
	}
	grid := ""
	for i := range len(o.Weeks) + 1 {
		grid += fmt.Sprintf("M%d 0V%d", i*cellWidth, 24*cellHeight)
	}
	for hour := range 25 {
		grid += fmt.Sprintf("M0 %dH%d", hour*cellHeight, width)
	}
	parts = append(parts, g.El("path", g.Attr("d", grid)))
	month := time.Month(0)
	for i, week := range o.Weeks {
		if m := week.From.Month(); m != month && week.From.Day() <= 7 || i == 0 {
			month = m
			parts = append(parts, g.El("text", g.Attr("x", fmt.Sprint(i*cellWidth)), g.Attr("y", fmt.Sprint(24*cellHeight+14)),
				g.Text(i18n.T(ctx, fmt.Sprint("oncall.month_", int(m))))))
		}
	}
	return h.SVG(g.Attr("aria-hidden", "true"), g.Attr("viewBox", fmt.Sprintf("0 0 %d %d", width, 24*cellHeight+18)), parts)
}

// yearTable is the year in numbers, a line a week.
func yearTable(ctx context.Context, title string, o oncall.Outlook) g.Node {
	var rows [][]g.Node
	for _, week := range o.Weeks {
		sum := week.Sum()
		nobody := g.Node(g.Text("0"))
		if sum.Gap > 0 {
			nobody = page.Chip(page.Red, i18n.FormatDuration(ctx, sum.Gap))
		}
		rows = append(rows, []g.Node{g.Text(i18n.FormatDate(ctx, week.From)), nobody, g.Text(fmt.Sprintf("%.1f h", sum.Overlap.Hours())),
			g.Text(fmt.Sprint(sum.Least, "–", sum.Most)), g.Text(fmt.Sprintf("%.0f %%", 100*sum.Share()))})
	}
	return page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.week")}, {Label: i18n.T(ctx, "oncall.without")},
		{Label: i18n.T(ctx, "oncall.overlap"), Number: true},
		{Label: i18n.T(ctx, "oncall.at_once"), Number: true}, {Label: i18n.T(ctx, "oncall.inside"), Number: true}}, rows...)
}
