package page

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Column is a column of a Table.
type Column struct {
	Label  string
	Number bool // set to the right
}

// Table is a table of data; caption is for screen readers. On a phone its rows become cards, the name of its column beside each
// value, unless it is narrow: two columns, or three with a number. The first cell is what a card is called by.
func Table(caption string, columns []Column, rows ...[]g.Node) g.Node {
	class := "table cards"
	if n := len(columns); n < 3 || n == 3 && slices.ContainsFunc(columns, func(c Column) bool { return c.Number }) {
		class = "table"
	}
	return h.Div(h.Class("table-wrap"), h.TabIndex("0"), g.Attr("role", "region"), g.Attr("aria-label", caption), h.Table(h.Class(class),
		h.Caption(h.Class("vh"), g.Text(caption)),
		h.THead(h.Tr(g.Map(columns, func(c Column) g.Node {
			return h.Th(h.Scope("col"), g.If(c.Number, h.Class("num")), g.Text(c.Label))
		}))),
		h.TBody(g.Map(rows, func(cells []g.Node) g.Node { return h.Tr(tableCells(columns, cells)) })),
	))
}

func tableCells(columns []Column, cells []g.Node) g.Node {
	var nodes g.Group
	for i, c := range cells {
		var of Column
		if i < len(columns) {
			of = columns[i]
		}
		nodes = append(nodes, h.Td(g.If(of.Number, h.Class("num")), g.If(of.Label != "" && i > 0, g.Attr("data-label", of.Label)), c))
	}
	return nodes
}
