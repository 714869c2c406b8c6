package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// LogRow is a line of a log that people act on: what came, how it fared, why.
type LogRow struct {
	ID      string // of the element, "mail-12"
	Href    string
	State   g.Node // a Chip
	Time    g.Node // a Time
	Channel string
	From    string
	Subject string
	Why     g.Node   // may be nil
	Side    []g.Node // links and buttons over the row's own link; may carry HiddenKey
	More    []g.Node // further attributes, of them Live
}

// Log draws a LogRow.
func Log(r LogRow) g.Node {
	return h.Li(h.Class("row row-log"), h.ID(r.ID), g.Attr("data-row", ""), g.Group(r.More),
		h.Span(h.Class("state"), r.State), h.Span(h.Class("when"), r.Time), h.Span(h.Class("channel"), g.Text(r.Channel)),
		h.Span(h.Class("from"), g.Text(r.From)),
		h.A(h.Class("open subject"), h.Href(r.Href), h.Span(h.Class("name"), g.Text(r.Subject)),
			g.If(r.Why != nil, h.Span(h.Class("aside"), r.Why))),
		h.Div(h.Class("side-acts"), g.Group(r.Side)))
}
