package page

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Strip is a stretch of time as a bar: a day, a week. Places are parts of its width, from 0 to 1.
type Strip struct {
	Words string // what it shows, for those who do not see it
	Bars  []StripBar
	Ticks []StripTick
	Now   float64 // where the needle stands; outside of 0 to 1 there is none
}

// NoNow is for a Strip without a needle.
const NoNow = -1

// StripBar is a stretch that is filled.
type StripBar struct {
	From, To float64
	Tone     string // of a region, see RegionName; empty is the accent
	Thin     bool   // drawn thinner: less than the whole thing
	Off      bool   // taken away, a holiday: drawn as an outline
	Title    string // may be empty
}

// StripTick parts a strip. A label stands to the right of its line, under the bar; it may be empty.
type StripTick struct {
	At    float64
	Label string
}

// View draws the strip. Its places are SVG attributes, for the content policy allows no style attribute.
func (s Strip) View() g.Node {
	class := "strip"
	for _, t := range s.Ticks {
		if t.Label != "" {
			class = "strip labelled"
		}
	}
	return h.Div(h.Class(class), h.Span(h.Class("vh"), g.Text(s.Words)), h.SVG(g.Attr("aria-hidden", "true"),
		g.El("rect", g.Attr("class", "ground"), g.Attr("y", "1"), g.Attr("width", "100%"), g.Attr("height", "10"), g.Attr("rx", "2")),
		g.Map(s.Bars, stripBar), g.Map(s.Ticks, stripTick),
		g.If(s.Now >= 0 && s.Now <= 1, g.El("line", g.Attr("class", "needle"), g.Attr("x1", percent(s.Now)), g.Attr("x2", percent(s.Now)),
			g.Attr("y1", "-1"), g.Attr("y2", "13"))),
	))
}

func stripBar(b StripBar) g.Node {
	class, y, height := "bar", "1", "10"
	if b.Tone != "" {
		class += " tone-" + b.Tone
	}
	switch {
	case b.Off:
		class = "off"
	case b.Thin:
		y, height = "4", "4"
	}
	return g.El("rect", g.Attr("class", strings.TrimSpace(class)), g.Attr("x", percent(b.From)), g.Attr("y", y),
		g.Attr("width", percent(b.To-b.From)), g.Attr("height", height), g.Attr("rx", "2"), g.If(b.Title != "", g.El("title", g.Text(b.Title))))
}

func stripTick(t StripTick) g.Node {
	return g.Group{
		g.If(t.At > 0 && t.At < 1, g.El("line", g.Attr("x1", percent(t.At)), g.Attr("x2", percent(t.At)), g.Attr("y1", "0"), g.Attr("y2", "12"))),
		g.If(t.Label != "", g.El("text", g.Attr("x", percent(t.At)), g.Attr("y", "24"), g.Text(t.Label))),
	}
}

// StripRows lists strips below one another, so that they can be compared.
func StripRows(label string, rows ...g.Node) g.Node {
	return h.Ol(h.Class("strip-rows"), g.Attr("aria-label", label), g.Group(rows))
}

// StripRow is a line of StripRows: whose it is, how it stands, and its strip.
func StripRow(name, state g.Node, s Strip) g.Node {
	return h.Li(h.Div(name), h.Div(state), s.View())
}
