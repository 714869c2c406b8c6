package page

import (
	"context"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Rows is a list that j and k move through. more adds attributes (Live) and the rows.
func Rows(label string, rows ...g.Node) g.Node {
	return h.Ol(h.Class("rows"), h.ID("rows"), g.Attr("data-rows", ""), g.Attr("aria-label", label), g.Group(rows))
}

// RowsHead parts a list: a word and what it means.
func RowsHead(title, sub string) g.Node {
	return h.Li(h.Class("rows-head"), h.ID("head-"+slug(title)), h.H2(g.Text(title)), g.If(sub != "", h.Span(g.Text(sub))))
}

// Row is one line of a list. The first link in it, of class "open", is what Enter opens; give it with Open.
// id must stay the same over live updates: by it the selection is kept.
func Row(id string, children ...g.Node) g.Node {
	return h.Li(h.Class("row"), h.ID(id), g.Attr("data-row", ""), g.Group(children))
}

// Open is the link of a Row that covers it whole.
func Open(href string, children ...g.Node) g.Node {
	return h.A(h.Class("open"), h.Href(href), g.Group(children))
}

// TicketRow is a ticket in a queue: 32 px of what an engineer needs to choose.
type TicketRow struct {
	ID         string // of the element, "t-48211"
	Href       string
	Number     string
	Subject    string
	Marked     g.Node // Subject with the words of a search marked; nil for plain
	Aside      string // what is new: "bundle attached, 3 findings"; may be empty
	Found      g.Node // where a search found its words, on a line of its own; may be nil
	Unread     bool
	Level      int    // of Priority
	LevelName  string // "High"
	Customer   string
	Plan       string // may be empty
	RegionName string // may be empty
	RegionTone string
	Assignee   *Person // nil for nobody
	Due        Due
	Clock      g.Node   // stands for Due, where the desk has clocks; may be nil
	Weight     *Weight  // where the row stands in a queue by weight; may be nil
	Lead, End  g.Node   // further columns before and behind: a class, a button; may be nil
	Choose     g.Node   // ChooseBox; may be nil
	Acts       []g.Node // hidden forms whose buttons have HiddenKey("i"), "s", …: they act on the selected row
	More       []g.Node // further attributes, of them Live
}

// Ticket draws a TicketRow at now.
func Ticket(ctx context.Context, t TicketRow, now time.Time) g.Node {
	class := "row row-ticket"
	if t.Unread {
		class += " unread"
	}
	if t.Found != nil {
		class += " found"
	}
	if t.Weight != nil {
		class += " weighed"
	}
	if t.End != nil {
		class += " acted"
	}
	return h.Li(h.Class(class), h.ID(t.ID), g.Attr("data-row", ""), g.Group(t.More), t.Choose,
		g.Iff(t.Weight != nil, func() g.Node { return t.Weight.View() }),
		g.If(t.End != nil, h.Span(h.Class("row-lead"), t.Lead)),
		Priority(t.Level, t.LevelName),
		h.Span(h.Class("num"), g.Text(t.Number)),
		h.A(h.Class("open subject"), h.Href(t.Href), h.Span(h.Class("name"), t.subject()),
			g.If(t.Aside != "", h.Span(h.Class("aside"), g.Text(t.Aside)))),
		h.Span(h.Class("customer"), h.Span(g.Text(t.Customer)), g.If(t.Plan != "", Badge(t.Plan))),
		g.If(t.RegionName != "", RegionName(t.RegionTone, t.RegionName)),
		g.If(t.RegionName == "", h.Span(h.Class("region"))),
		assignee(ctx, t.Assignee),
		g.If(t.Clock != nil, t.Clock),
		g.Iff(t.Clock == nil, func() g.Node { return DueChip(ctx, t.Due, now) }),
		g.If(t.End != nil, h.Span(h.Class("row-end"), t.End)),
		g.Iff(t.Found != nil, func() g.Node { return h.P(h.Class("snippet"), t.Found) }),
		g.If(len(t.Acts) > 0, h.Div(h.Hidden(""), g.Group(t.Acts))),
	)
}

func (t TicketRow) subject() g.Node {
	if t.Marked != nil {
		return t.Marked
	}
	return g.Text(t.Subject)
}

func assignee(ctx context.Context, p *Person) g.Node {
	if p == nil {
		return NoAvatar(i18n.T(ctx, "ticket.unassigned"))
	}
	return Avatar(*p)
}

// slug makes a title fit for an id.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
}
