package page

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Fact is a label and what it says.
type Fact struct {
	Label string
	Value g.Node
}

// Say is a Fact of plain text.
func Say(label, value string) Fact { return Fact{label, g.Text(value)} }

// Facts lists facts under a title, which may be empty.
func Facts(title string, facts ...Fact) g.Node {
	list := h.Dl(h.Class("facts"), g.Map(facts, func(f Fact) g.Node {
		return g.Group{h.Dt(g.Text(f.Label)), h.Dd(f.Value)}
	}))
	return FactsBlock(title, list)
}

// FactsBlock is a titled part of the column beside a ticket.
func FactsBlock(title string, body ...g.Node) g.Node {
	return h.Section(h.Class("facts-block"), g.If(title != "", h.H2(g.Text(title))), g.Group(body))
}

// Figure is a number that matters.
type Figure struct {
	Label string
	Value string
	Sub   string // may be empty
	Href  string // the tickets behind the number; may be empty
}

// Stats shows figures side by side.
func Stats(figures ...Figure) g.Node {
	return h.Div(h.Class("stats"), g.Map(figures, func(f Figure) g.Node {
		value := g.Text(f.Value)
		if f.Href != "" {
			value = h.A(h.Class("link"), h.Href(f.Href), g.Text(f.Value))
		}
		return h.Dl(h.Class("stat"), h.Dt(g.Text(f.Label)), h.Dd(value), g.If(f.Sub != "", h.Dd(h.Small(g.Text(f.Sub)))))
	}))
}

// Progress shows how far long work is, with its counts. of 0 means not known yet.
func Progress(label string, done, of int) g.Node {
	count := strconv.Itoa(done)
	if of > 0 {
		count += " / " + strconv.Itoa(of)
	}
	return h.Div(h.Class("progress"),
		h.Div(h.Class("label"), h.Span(g.Text(label)), h.Span(g.Text(count))),
		h.Progress(g.Attr("aria-label", label), g.If(of > 0, g.Group{h.Max(strconv.Itoa(of)), h.Value(strconv.Itoa(done))})))
}

// Skeleton stands where content is on its way; label says so.
func Skeleton(label string) g.Node {
	return h.Div(h.Class("skeleton"), g.Attr("role", "status"), g.Attr("aria-label", label), g.El("i"), g.El("i"), g.El("i"))
}
