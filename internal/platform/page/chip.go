package page

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Tone is a meaning with a colour. A word always says the same.
type Tone string

// The tones of chips, banners and meters.
const (
	Neutral Tone = ""
	Red     Tone = "red"   // late, failed
	Amber   Tone = "amber" // soon, waiting for us
	Green   Tone = "green" // in time, done
	Blue    Tone = "blue"  // can be acted on
	Inside  Tone = "note"  // stays in the house
)

// Chip is a word with a meaning.
func Chip(tone Tone, label string) g.Node {
	if tone == Neutral {
		return h.Span(h.Class("chip"), g.Text(label))
	}
	return h.Span(h.Class("chip "+string(tone)), g.Text(label))
}

// Status is the chip of a ticket's status: new, open, pending, on-hold, solved or closed.
func Status(ctx context.Context, status string) g.Node {
	tone := Neutral
	switch status {
	case "new":
		tone = Amber
	case "open":
		tone = Blue
	case "solved":
		tone = Green
	}
	return Chip(tone, i18n.T(ctx, "status."+status))
}

// Badge is a small fact in a frame: a plan, a version.
func Badge(label string) g.Node { return h.Span(h.Class("badge"), g.Text(label)) }

// RegionName is a region with its colour: violet, ochre, coral, teal, moss or rose.
func RegionName(tone, name string) g.Node {
	return h.Span(h.Class("region"), dot(tone), g.Text(name))
}

// Priority draws a level from 1 (low) to 4 (urgent) as bars, urgent as a red triangle; label says it.
func Priority(level int, label string) g.Node {
	if level >= 4 {
		return h.SVG(h.Class("prio urgent"), g.Attr("viewBox", "0 0 13 13"), g.Attr("role", "img"), g.Attr("aria-label", label),
			g.El("title", g.Text(label)), g.Raw(`<path d="M6.5 1.2 12.3 11.6H.7z"/>`))
	}
	return h.SVG(h.Class("prio"), g.Attr("viewBox", "0 0 13 13"), g.Attr("role", "img"), g.Attr("aria-label", label),
		g.El("title", g.Text(label)), bars(level))
}

func bars(level int) g.Node {
	var nodes g.Group
	for i := range 3 {
		class := ""
		if i < level {
			class = "on"
		}
		nodes = append(nodes, g.El("rect", g.Attr("class", class), g.Attr("x", strconv.Itoa(1+4*i)), g.Attr("y", strconv.Itoa(8-3*i)),
			g.Attr("width", "3"), g.Attr("height", strconv.Itoa(4+3*i)), g.Attr("rx", ".8")))
	}
	return nodes
}
