package accountui

import (
	"context"
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// trendCard draws how the tickets of an account came week by week, and how soon we first answered, with the same as a table and
// the tickets behind each number.
func (u *UI) trendCard(ctx context.Context, o people.Organization) (g.Node, error) {
	weeks, err := u.Accounts.Trends(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	opened := 0
	for _, w := range weeks {
		opened += w.Opened
	}
	title := i18n.T(ctx, "assigned.trends")
	if opened == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.trends_none")))), nil
	}
	return page.Card(title, i18n.T(ctx, "assigned.trends_sub"), chart(ctx, weeks), page.Fold(i18n.T(ctx, "assigned.as_table"), trendTable(ctx, weeks))), nil
}

// weights are the priorities from the least to the most urgent, as they are stacked.
var weights = []ticket.Priority{ticket.NoPriority, ticket.Low, ticket.Normal, ticket.High, ticket.Urgent}

// The chart's own units, which it is scaled from.
const (
	chartWidth  = 720
	chartHeight = 120
)

// chart draws a column a week, parted by priority, with the number of tickets over it and the median of our first answers below.
func chart(ctx context.Context, weeks []account.Trend) g.Node {
	most := 1
	for _, w := range weeks {
		most = max(most, w.Opened)
	}
	step := chartWidth / len(weeks)
	var nodes g.Group
	for i, w := range weeks {
		x, y := i*step+step/6, chartHeight
		for _, p := range weights {
			height := w.ByWeight[p] * (chartHeight - 18) / most
			if height == 0 {
				continue
			}
			y -= height
			nodes = append(nodes, g.El("rect", g.Attr("class", "p-"+p.String()), place(x, y), g.Attr("width", strconv.Itoa(step*2/3)),
				g.Attr("height", strconv.Itoa(height))))
		}
		nodes = append(nodes, label(x+step/3, y-4, count(w.Opened)),
			label(x+step/3, chartHeight+14, i18n.T(ctx, "time.day", "Day", w.Week.Day, "Month", i18n.T(ctx, "time.month."+strconv.Itoa(int(w.Week.Month))))),
			label(x+step/3, chartHeight+28, wait(ctx, w)))
	}
	return h.Div(h.Class("trend"), h.SVG(g.Attr("viewBox", fmt.Sprintf("0 0 %d %d", chartWidth, chartHeight+36)), g.Attr("role", "img"),
		g.Attr("aria-label", i18n.T(ctx, "assigned.trends_words")), nodes), key(ctx))
}

func place(x, y int) g.Node {
	return g.Group{g.Attr("x", strconv.Itoa(x)), g.Attr("y", strconv.Itoa(y))}
}

func label(x, y int, text string) g.Node {
	return g.El("text", place(x, y), g.Attr("text-anchor", "middle"), g.Text(text))
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func wait(ctx context.Context, w account.Trend) string {
	if w.Answered == 0 {
		return "–"
	}
	return i18n.FormatDuration(ctx, w.Median)
}

// key says what the colours of the chart mean.
func key(ctx context.Context) g.Node {
	var items g.Group
	for i := len(weights) - 1; i >= 0; i-- {
		items = append(items, h.Li(h.Span(h.Class("swatch p-"+weights[i].String()), g.Attr("aria-hidden", "true")),
			g.Text(i18n.T(ctx, "priority."+weights[i].String()))))
	}
	return h.Ul(h.Class("legend"), items)
}

func trendTable(ctx context.Context, weeks []account.Trend) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "assigned.week")}}
	for i := len(weights) - 1; i >= 0; i-- {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "priority."+weights[i].String()), Number: true})
	}
	columns = append(columns, page.Column{Label: i18n.T(ctx, "assigned.opened"), Number: true},
		page.Column{Label: i18n.T(ctx, "assigned.median"), Number: true}, page.Column{Label: i18n.T(ctx, "assigned.tickets")})
	var rows [][]g.Node
	for i := len(weeks) - 1; i >= 0; i-- {
		w := weeks[i]
		row := []g.Node{g.Text(w.Week.String())}
		for j := len(weights) - 1; j >= 0; j-- {
			row = append(row, g.Text(strconv.Itoa(w.ByWeight[weights[j]])))
		}
		var links g.Group
		for _, id := range w.Tickets {
			links = append(links, h.A(h.Class("link"), h.Href(ticketPath(id)), g.Textf("#%d", id)), g.Text(" "))
		}
		rows = append(rows, append(row, g.Text(strconv.Itoa(w.Opened)), g.Text(wait(ctx, w)), links))
	}
	return page.Table(i18n.T(ctx, "assigned.trends"), columns, rows...)
}
