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

// sharesCard tells what the last year has cost each, whoever is suggested next first.
func sharesCard(ctx context.Context, shares []oncall.Share, crew crowd) g.Node {
	title := i18n.T(ctx, "oncall.shares")
	if len(shares) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "oncall.shares_none"))))
	}
	most := time.Duration(1)
	for _, s := range shares {
		most = max(most, s.Hours)
	}
	var rows [][]g.Node
	for i, s := range shares {
		name := g.Group{h.B(g.Text(crew.name(ctx, s.UserID)))}
		if i == 0 {
			name = append(name, g.Text(" "), page.Chip(page.Blue, i18n.T(ctx, "oncall.suggested")))
		}
		region, _ := crew.region(s.Region)
		rows = append(rows, []g.Node{name, g.Text(region.Name),
			h.Span(h.Class("cluster"), page.Meter(page.Blue, float64(s.Hours)/float64(most)), g.Text(hours(s.Hours))),
			g.Text(hours(s.Weekend)), g.Text(hours(s.Holiday)), g.Text(fmt.Sprint(s.Pages)), g.Text(fmt.Sprint(s.Woken))})
	}
	return page.Card(title, i18n.T(ctx, "oncall.shares_about"),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.who")}, {Label: i18n.T(ctx, "oncall.where")},
			{Label: i18n.T(ctx, "oncall.hours")}, {Label: i18n.T(ctx, "oncall.weekend"), Number: true}, {Label: i18n.T(ctx, "oncall.holiday"), Number: true},
			{Label: i18n.T(ctx, "oncall.pages"), Number: true}, {Label: i18n.T(ctx, "oncall.woken"), Number: true}}, rows...))
}

func hours(d time.Duration) string { return fmt.Sprintf("%.0f h", d.Hours()) }
