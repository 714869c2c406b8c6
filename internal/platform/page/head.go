package page

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Head is the top of a page: its title, a sentence beside it, what can be done.
func Head(title, sub string, actions ...g.Node) g.Node {
	return HeadLive(title, sub, nil, actions...)
}

// HeadLive is a Head whose sentence follows a topic; live is its Live, whose source answers with HeadSub.
func HeadLive(title, sub string, live g.Node, actions ...g.Node) g.Node {
	return h.Header(h.Class("page-head"), h.H1(g.Text(title)),
		g.If(sub != "", HeadSub(sub, live)),
		g.If(len(actions) > 0, h.Div(h.Class("actions"), g.Group(actions))))
}

// HeadSub is the sentence beside a title.
func HeadSub(sub string, live g.Node) g.Node {
	return h.P(h.Class("sub"), h.ID("head-sub"), live, g.Text(sub))
}

// Content is the body of a page under its Head. Rows stand outside it: they reach from edge to edge.
func Content(body ...g.Node) g.Node { return h.Div(h.Class("content"), g.Group(body)) }

// Narrow is Content of a reading width, for forms and text.
func Narrow(body ...g.Node) g.Node {
	return h.Div(h.Class("content"), h.Div(h.Class("narrow stack"), g.Group(body)))
}

// Columns puts cards beside one another as far as the width allows.
func Columns(cards ...g.Node) g.Node { return h.Div(h.Class("columns"), g.Group(cards)) }

// Bar is a line of tabs and filters under a Head.
func Bar(items ...g.Node) g.Node { return h.Div(h.Class("bar"), g.Group(items)) }

// PhoneBar is a Bar for what the sidebar shows where there is room for it.
func PhoneBar(items ...g.Node) g.Node { return h.Div(h.Class("bar phone-only"), g.Group(items)) }

// Tab is one of several views of the same things.
type Tab struct {
	Label   string
	Href    string
	Count   string // may be empty
	Current bool
}

// Tabs shows views as pills; label names the group for screen readers.
func Tabs(label string, tabs ...Tab) g.Node {
	return h.Nav(h.Class("tabs"), g.Attr("aria-label", label), g.Map(tabs, func(t Tab) g.Node {
		return h.A(h.Class("tab"), h.Href(t.Href), g.If(t.Current, g.Attr("aria-current", "page")), g.Text(t.Label),
			g.If(t.Count != "", h.Span(h.Class("count"), g.Text(t.Count))))
	}))
}

// Banner is a line above a page's content that holds for all of it. Red ones are announced.
func Banner(tone Tone, text string, action ...g.Node) g.Node {
	return h.Div(h.Class(strings.TrimSpace("banner "+string(tone))), g.If(tone == Red, g.Attr("role", "alert")), h.P(g.Text(text)), g.Group(action))
}

// Card is a part of a page with a title. Cards do not stand in cards.
func Card(title, sub string, body ...g.Node) g.Node {
	return h.Section(h.Class("card"),
		g.If(title != "", h.Header(h.H2(g.Text(title)), g.If(sub != "", h.P(g.Text(sub))))),
		g.Group(body))
}

// EmptyState says what would stand here and teaches the next step.
func EmptyState(icon, title, text string, action ...g.Node) g.Node {
	return h.Div(h.Class("empty"), Icon(icon), h.H2(g.Text(title)), h.P(g.Text(text)), g.Group(action))
}
