package reviewui

import (
	"context"
	"regexp"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review/report"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// document shows what the PDF draws, block by block, in the customer's language.
func document(ctx context.Context, d report.Document) g.Node {
	return h.Article(h.Class("stack"), h.Lang(d.Language), h.H2(g.Text(d.Title+" – "+d.Subtitle)), g.Map(d.Sections, func(s report.Section) g.Node {
		return page.Card(s.Heading, "", g.Map(s.Blocks, func(b report.Block) g.Node { return block(ctx, s, b) }))
	}))
}

func block(ctx context.Context, s report.Section, b report.Block) g.Node {
	switch b := b.(type) {
	case report.Prose:
		return prose(b)
	case report.Figures:
		return page.Stats(figures(b)...)
	case report.Table:
		return table(s.Heading, b)
	case report.Chart:
		return chart(ctx, b)
	}
	return nil
}

// prose is paragraphs and lists, as the PDF has them.
func prose(b report.Prose) g.Node {
	var out, items g.Group
	list := func() {
		if len(items) > 0 {
			out, items = append(out, h.Ul(items)), nil
		}
	}
	for _, p := range report.Paragraphs(b.Text) {
		if p.Item {
			items = append(items, h.Li(g.Text(p.Text)))
			continue
		}
		list()
		out = append(out, h.P(g.Text(p.Text)))
	}
	list()
	return h.Div(h.Class("prose"), out)
}

func figures(all report.Figures) (out []page.Figure) {
	for _, f := range all {
		out = append(out, page.Figure{Label: f.Label, Value: f.Value, Sub: f.Note})
	}
	return out
}

// numbered is a cell that names a ticket.
var numbered = regexp.MustCompile(`^#(\d+)`)

func table(caption string, t report.Table) g.Node {
	if len(t.Rows) == 0 {
		return h.P(h.Class("muted"), g.Text(t.None))
	}
	columns := make([]page.Column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = page.Column{Label: c.Label, Number: c.Right}
	}
	rows := make([][]g.Node, len(t.Rows))
	for i, cells := range t.Rows {
		for _, text := range cells {
			node := g.Text(text)
			if m := numbered.FindStringSubmatch(text); m != nil {
				id, _ := strconv.ParseInt(m[1], 10, 64) // digits by the pattern; too many of them lead nowhere
				node = ticketLink(id, text)
			}
			rows[i] = append(rows[i], node)
		}
	}
	return page.Table(caption, columns, rows...)
}

// chart is the table behind a chart of the PDF, with a meter in place of each bar.
func chart(ctx context.Context, c report.Chart) g.Node {
	top, _ := c.Peak()
	columns := []page.Column{{Label: i18n.T(ctx, "report.week")}}
	for _, l := range c.Lines {
		columns = append(columns, page.Column{Label: l.Name, Number: true}, page.Column{Label: ""})
	}
	rows := make([][]g.Node, len(c.Labels))
	for i, label := range c.Labels {
		rows[i] = []g.Node{g.Text(label)}
		for _, l := range c.Lines {
			rows[i] = append(rows[i], g.Text(strconv.Itoa(l.Values[i])), page.Meter(page.Blue, float64(l.Values[i])/float64(top)))
		}
	}
	return g.Group{h.P(h.B(g.Text(c.Title))), page.Table(c.Title, columns, rows...)}
}
