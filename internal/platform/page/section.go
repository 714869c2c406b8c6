package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Section is a part of the column beside a ticket that folds away to a line. A browser keeps, by ID, which ones its reader
// leaves open: see web.Unfolded.
type Section struct {
	ID    string // the same on every ticket
	Title string
	Line  string // what it says while it is folded
	Open  bool   // whatever the reader keeps: something in it is to be mended
}

// View draws the section.
func (s Section) View(ctx context.Context, body ...g.Node) g.Node {
	return h.Details(h.Class("section"), h.ID("section-"+s.ID), g.Attr("data-fold", s.ID), g.If(s.Open || web.Unfolded(ctx, s.ID), g.Attr("open", "")),
		h.Summary(h.H2(g.Text(s.Title)), h.Span(g.Text(s.Line))), h.Div(h.Class("facts-block"), g.Group(body)))
}

// tuckedID is where a phone finds the facts of a Split that are Tucked.
const tuckedID = "tucked"

// Tucked puts the facts of a Split behind TuckedLink on a phone, where the thread and its composer come first. They come by
// themselves when something in them was refused.
func Tucked(ctx context.Context, facts g.Node) g.Node {
	return h.Div(h.Class("tucked"), h.ID(tuckedID), h.A(h.Class("btn phone-only"), h.Href("#main"), g.Text(i18n.T(ctx, "page.to_thread"))), facts)
}

// TuckedLink leads to them on a phone.
func TuckedLink(label string) g.Node {
	return h.A(h.Class("btn small right phone-only"), h.Href("#"+tuckedID), g.Text(label))
}
