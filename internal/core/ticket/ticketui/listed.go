package ticketui

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Listed gives rows as the queue shows them, for pages of other parts of the desk that list tickets.
func (u *UI) Listed(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error) {
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	out := make([]page.TicketRow, len(rows))
	for i, row := range rows {
		out[i] = ticketRow(ctx, row, regions, now)
		if u.Due != nil {
			out[i].Clock = u.Due(ctx, row)
		}
	}
	return out, nil
}
