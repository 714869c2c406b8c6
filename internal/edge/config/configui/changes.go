package configui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// longest is how much of a value a table shows.
const longest = 300

// changes shows what became of objects, a row for each field; before and after name the two columns of values.
func changes(ctx context.Context, caption string, list []config.Change, before, after string) g.Node {
	var rows [][]g.Node
	for _, c := range list {
		rows = append(rows, changeRows(ctx, c)...)
	}
	label := func(id string) string { return i18n.T(ctx, "configuration.column."+id) }
	return page.Table(caption, []page.Column{{Label: label("level")}, {Label: label("object")}, {Label: label("field")}, {Label: before}, {Label: after}}, rows...)
}

func changeRows(ctx context.Context, c config.Change) [][]g.Node {
	what := i18n.T(ctx, "configuration."+string(c.Action), "Kind", i18n.T(ctx, "configuration.kind."+c.Folder), "Name", c.Name, "Was", c.Was)
	first := []g.Node{page.Badge(string(c.Level)), g.Group{h.Strong(g.Text(what)), g.If(c.File != "", g.Group{h.Br(), h.Small(h.Class("muted"), g.Text(c.File))})}}
	if len(c.Fields) == 0 {
		return [][]g.Node{append(first, g.Text(""), g.Text(""), g.Text(""))}
	}
	var rows [][]g.Node
	for _, f := range c.Fields {
		rows = append(rows, append(first, h.Code(g.Text(f.Field)), value(f.From), value(f.To)))
		first = []g.Node{g.Text(""), g.Text("")}
	}
	return rows
}

func value(text string) g.Node {
	return h.Span(h.Class("wrap"), g.Text(fault.Clip(text, longest)))
}
