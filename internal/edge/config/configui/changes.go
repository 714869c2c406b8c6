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

// changes shows what became of objects, a card for each; before and after name the two columns of values.
func changes(ctx context.Context, list []config.Change, before, after string) g.Node {
	var cards g.Group
	for _, c := range list {
		what := i18n.T(ctx, "configuration."+string(c.Action), "Kind", i18n.T(ctx, "configuration.kind."+c.Folder), "Name", c.Name, "Was", c.Was)
		sub := i18n.T(ctx, "configuration.level", "Level", string(c.Level))
		if c.File != "" {
			sub += " · " + c.File
		}
		cards = append(cards, page.Card(what, sub, fields(ctx, what, c.Fields, before, after)))
	}
	return cards
}

func fields(ctx context.Context, caption string, list []config.FieldChange, before, after string) g.Node {
	if len(list) == 0 {
		return nil
	}
	rows := make([][]g.Node, len(list))
	for i, f := range list {
		rows[i] = []g.Node{h.Code(g.Text(f.Field)), value(f.From), value(f.To)}
	}
	return page.Table(caption, []page.Column{{Label: i18n.T(ctx, "configuration.column.field")}, {Label: before}, {Label: after}}, rows...)
}

func value(text string) g.Node {
	return h.Span(h.Class("wrap"), g.Text(fault.Clip(text, longest)))
}
