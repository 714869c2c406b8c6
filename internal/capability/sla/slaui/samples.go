package slaui

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const inputTime = "2006-01-02T15:04" // WHATWG HTML, valid local date and time string

// samples say when a ticket that came at a moment would be due, for each target that was typed and each calendar that
// tickets may have.
func (u *UI) samples(ctx context.Context, f *web.Form, words conditionui.Words) (g.Node, error) {
	look := &web.Form{Values: f.Values} // what is not finished yet carries no errors
	p := typed(ctx, look, words)
	calendars, err := u.Calendars.List(ctx)
	if err != nil {
		return nil, err
	}
	from := u.Now(ctx)
	if t, err := time.ParseInLocation(inputTime, f.Get("sample"), i18n.Zone(ctx)); err == nil {
		from = t
	}
	if len(p.Targets) == 0 {
		return h.Div(h.ID("samples"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "sla.nosamples")))), nil
	}
	columns := []page.Column{{Label: i18n.T(ctx, "sla.metriccol")}, {Label: i18n.T(ctx, "sla.prioritycol")}}
	for _, c := range calendars {
		columns = append(columns, page.Column{Label: c.Title})
	}
	var rows [][]g.Node
	for _, t := range p.Targets {
		row, err := u.sampleRow(ctx, t, calendars, from)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return h.Div(h.ID("samples"), page.Table(i18n.T(ctx, "sla.samples"), columns, rows...)), nil
}

func (u *UI) sampleRow(ctx context.Context, t sla.Target, calendars []calendar.Calendar, from time.Time) ([]g.Node, error) {
	row := []g.Node{g.Text(metric(ctx, t.Metric)), g.Text(i18n.T(ctx, "sla.priority."+t.Priority) + ", " + goal(ctx, t.Target))}
	for _, c := range calendars {
		due, ok, err := u.Clocks.Sample(ctx, clock.Calendar{ID: c.ID, Version: c.Version, Title: c.Title}, from, t.Target)
		if err != nil {
			return nil, err
		}
		cell := g.Node(g.Text(i18n.T(ctx, "sla.never")))
		if ok {
			cell = h.Span(h.Class("nowrap"), page.Time(ctx, due, from))
		}
		row = append(row, cell)
	}
	return row, nil
}

func (u *UI) sampleCard(ctx context.Context, f *web.Form, samples g.Node) g.Node {
	at := page.Ask(f, "sample", i18n.T(ctx, "sla.samplefrom", "Zone", i18n.Zone(ctx).String()))
	at.Type, at.Optional = "datetime-local", true
	if at.Value == "" {
		at.Value = u.Now(ctx).In(i18n.Zone(ctx)).Format(inputTime)
	}
	return page.Card(i18n.T(ctx, "sla.samples"), i18n.T(ctx, "sla.samplesabout"), page.Input(ctx, at), samples)
}
