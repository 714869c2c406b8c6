package ticketui

import (
	"context"
	"fmt"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// others are the open tickets of the customer beside the one that is shown.
type others struct {
	query string
	rows  []ticket.Row
	more  bool
}

// othersOf looks for them: those of the organization, or of the person where there is none.
func (u *UI) othersOf(ctx context.Context, t ticket.Ticket) (others, error) {
	o := others{query: fmt.Sprintf("org:#%d status<solved", t.OrganizationID)}
	if t.OrganizationID == 0 {
		o.query = fmt.Sprintf("requester:#%d status<solved", t.RequesterID)
	}
	p, err := u.Tickets.List(ctx, ticket.ListRequest{Query: o.query, Limit: fewTickets + 1})
	for _, row := range p.Rows {
		if row.ID == t.ID {
			continue
		}
		if o.more = len(o.rows) == fewTickets; !o.more {
			o.rows = append(o.rows, row)
		}
	}
	o.more = o.more || p.Next != ""
	return o, err
}

// otherTickets lists them.
func (s *sight) otherTickets(ctx context.Context) g.Node {
	o := s.others
	if len(o.rows) == 0 {
		return nil
	}
	line := i18n.T(ctx, "others.count", "Count", len(o.rows))
	if o.more {
		line = i18n.T(ctx, "others.more", "Count", len(o.rows))
	}
	return page.Section{ID: "others", Title: i18n.T(ctx, "others.title"), Line: line}.View(ctx,
		h.Ul(h.Class("short-list"), g.Map(o.rows, func(r ticket.Row) g.Node {
			return h.Li(h.A(h.Href(href(r.ID)), h.Span(h.Class("num"), g.Text(fmt.Sprint("#", r.ID))),
				h.Span(h.Class("name"), g.Text(r.Subject))), page.Status(ctx, statusWord(r.Status)))
		})),
		g.If(o.more, h.P(h.A(h.Class("link"), h.Href("/search?q="+url.QueryEscape(o.query)), g.Text(i18n.T(ctx, "others.all"))))))
}
