package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Beside puts a narrow column beside what a page is about; where there is no room it stands below.
func Beside(main, aside g.Node) g.Node {
	return h.Div(h.Class("beside"), h.Div(h.Class("beside-main"), main), h.Aside(h.Class("beside-aside"), aside))
}

// WatchCard is a region on a board: its colour on the edge, its light in a word, and what is known of it.
func WatchCard(tone, name string, on bool, light g.Node, body ...g.Node) g.Node {
	class := "card watch-card tone-" + tone
	if on {
		class += " on"
	}
	return h.Section(h.Class(class), h.Header(h.H2(dot(tone), g.Text(name)), h.Span(h.Class("actions"), light)), g.Group(body))
}

// Crew lists people side by side, each with a word of their own.
func Crew(people ...g.Node) g.Node { return h.Ul(h.Class("crew"), g.Group(people)) }

// CrewMember is somebody of a Crew.
func CrewMember(p Person, sub string) g.Node {
	name := g.Node(g.Text(p.Name))
	if p.Href != "" {
		name = h.A(h.Class("link"), h.Href(p.Href), g.Text(p.Name))
	}
	return h.Li(Avatar(p), h.Span(h.Class("name"), name), h.Span(h.Class("muted"), g.Text(sub)))
}

// ShortList is a few links in a card, each with what stands at its end.
func ShortList(items ...g.Node) g.Node { return h.Ul(h.Class("short-list"), g.Group(items)) }

// ShortItem is one line of a ShortList.
func ShortItem(href, number, text string, end g.Node) g.Node {
	return h.Li(h.A(h.Href(href), h.Span(h.Class("num"), g.Text(number)), h.Span(h.Class("name"), g.Text(text))), end)
}
