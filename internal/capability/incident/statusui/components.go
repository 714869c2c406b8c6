package statusui

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// componentList shows components by their groups, with their days.
func componentList(ctx context.Context, v incident.View) g.Node {
	var parts g.Group
	for _, c := range v.Components {
		if c.OnlyIfDegraded && c.Health == incident.Operational {
			continue
		}
		switch {
		case c.IsGroup:
			parts = append(parts, h.Li(h.Class("group"), h.H3(g.Text(c.Title)), healthWord(ctx, c.Health)))
		case c.GroupID != 0:
			parts = append(parts, h.Li(h.Class("member"), component(ctx, v, c)))
		default:
			parts = append(parts, h.Li(component(ctx, v, c)))
		}
	}
	return h.Section(h.H2(g.Text(i18n.T(ctx, "statuspage.components"))), h.Ul(h.Class("components"), parts))
}

func component(ctx context.Context, v incident.View, c incident.Component) g.Node {
	return g.Group{
		h.Div(h.Class("line"), h.Span(h.B(g.Text(c.Title)), g.If(c.About != "", h.Small(g.Text(" "+c.About)))), healthWord(ctx, c.Health)),
		g.Iff(c.Showcase, func() g.Node { return daysOf(ctx, v, c) }),
	}
}

// daysOf is a component's days as a picture, with a table behind it of those on which it was not well.
func daysOf(ctx context.Context, v incident.View, c incident.Component) g.Node {
	days := incident.DaysOf(c, v.Windows, incident.Weights{Partial: v.Page.Partial, Slow: v.Page.Slow}, v.Now, v.Page.Days)
	part := uptime(incident.Uptime(c, days, v.Now))
	label := i18n.T(ctx, "statuspage.uptime", "Percent", part, "Days", len(days))
	var rows g.Group
	for _, d := range days {
		if d.Known && d.Worst != incident.Operational {
			hurt := "–"
			if d.Hurt > 0 {
				hurt = i18n.FormatDuration(ctx, d.Hurt)
			}
			rows = append(rows, h.Tr(h.Td(g.Text(d.Start.Format("2006-01-02"))),
				h.Td(g.Text(i18n.T(ctx, "statuspage.health."+string(d.Worst)))), h.Td(g.Text(hurt))))
		}
	}
	return g.Group{
		bars(days, label),
		h.Div(h.Class("scale"), h.Span(g.Text(i18n.T(ctx, "statuspage.ago", "Days", len(days)))), h.Span(g.Text(label)),
			h.Span(g.Text(i18n.T(ctx, "statuspage.today")))),
		g.Iff(len(rows) > 0, func() g.Node {
			return h.Details(h.Summary(g.Text(i18n.T(ctx, "statuspage.days", "Count", len(rows)))),
				h.Table(h.Caption(h.Class("vh"), g.Text(c.Title)), h.THead(h.Tr(h.Th(h.Scope("col"), g.Text(i18n.T(ctx, "statuspage.day"))),
					h.Th(h.Scope("col"), g.Text(i18n.T(ctx, "statuspage.worst"))),
					h.Th(h.Scope("col"), g.Text(i18n.T(ctx, "statuspage.hurt"))))), h.TBody(rows)))
		}),
	}
}

// bars draws one bar for each day. Days of the same look are one path, which keeps the page small.
func bars(days []incident.Day, label string) g.Node {
	const step, width, height = 4, 3, 28
	paths, order := map[string]*strings.Builder{}, []string{"none", "up", "work", "slow", "partial", "down"}
	for i, d := range days {
		look := tone(d.Worst)
		if !d.Known {
			look = "none"
		}
		if paths[look] == nil {
			paths[look] = &strings.Builder{}
		}
		fmt.Fprintf(paths[look], "M%d 0h%dv%dh-%dz", i*step, width, height, width)
	}
	var drawn g.Group
	for _, look := range order {
		if paths[look] != nil {
			drawn = append(drawn, g.El("path", h.Class(look), g.Attr("d", paths[look].String())))
		}
	}
	return g.El("svg", h.Class("days"), g.Attr("viewBox", "0 0 "+strconv.Itoa(len(days)*step-1)+" "+strconv.Itoa(height)),
		g.Attr("preserveAspectRatio", "none"),
		g.Attr("role", "img"), g.Attr("aria-label", label), drawn)
}
