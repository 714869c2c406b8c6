package app

import (
	"context"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// actions are the entries that a part adds to a ticket's menu.
type actions func(ctx context.Context, t ticket.Ticket) ([]g.Node, error)

// together gives the entries of all parts, in order.
func together(parts ...actions) actions {
	return func(ctx context.Context, t ticket.Ticket) (all []g.Node, err error) {
		for _, part := range parts {
			some, err := part(ctx, t)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		return all, nil
	}
}
