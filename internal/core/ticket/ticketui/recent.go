package ticketui

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

const fewTickets = 5

// Found is a ticket as the palette shows it.
type Found struct{ Label, Sub, Href string }

// Find gives a few tickets for the palette: the one of a number, then the newest that a query finds.
func (u *UI) Find(ctx context.Context, query string) ([]Found, error) {
	var rows []ticket.Row
	if id, err := strconv.ParseInt(strings.TrimPrefix(query, "#"), 10, 64); err == nil {
		if rows, err = u.Tickets.Rows(ctx, id); err != nil {
			return nil, err
		}
	}
	p, err := u.Tickets.List(ctx, ticket.ListRequest{Query: query, Limit: fewTickets})
	if err != nil && !fault.Is(err, fault.Invalid) { // half a query is no query yet
		return nil, err
	}
	for _, t := range p.Rows {
		if len(rows) == 0 || t.ID != rows[0].ID {
			rows = append(rows, t)
		}
	}
	out := make([]Found, len(rows))
	for i, t := range rows {
		out[i] = Found{Label: fmt.Sprintf("#%d %s", t.ID, t.Subject), Sub: or(t.Organization, t.Requester), Href: href(t.ID)}
	}
	return out, nil
}

// Recent draws the newest tickets of a query, for the pages of people and customers.
func (u *UI) Recent(ctx context.Context, query string) (g.Node, error) {
	p, err := u.Tickets.List(ctx, ticket.ListRequest{Query: query, Limit: 3 * fewTickets})
	if err != nil {
		return nil, err
	}
	if len(p.Rows) == 0 {
		return page.EmptyState("inbox", i18n.T(ctx, "recent.none"), i18n.T(ctx, "recent.none_text")), nil
	}
	rows, err := u.draw(ctx, p.Rows)
	if err != nil {
		return nil, err
	}
	return page.Rows(i18n.T(ctx, "recent.title"), rows...), nil
}
