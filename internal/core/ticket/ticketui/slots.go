package ticketui

import (
	"context"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// Slots are the places where other parts of the desk add to these pages. Any may be empty.
type Slots struct {
	// Panels stand in the column beside a ticket's thread, in order. One with the ID "clock" stands first,
	// for the built-in block that says since when the customer waits.
	Panels []Panel
	// Due is the chip of a row that says when the ticket is due; nil, or a nil node, says since when the
	// customer waits.
	Due func(ctx context.Context, row ticket.Row) g.Node
	// Hours says beside a name what time it is there and until when the person works.
	Hours func(ctx context.Context, userID int64) g.Node
	// Conditions is the page of a saved view's conditions; nil where there is none.
	Conditions func(viewID int64) string
	// Actions are further entries of a ticket's menu: links, or page.PostButton.
	Actions func(ctx context.Context, t ticket.Ticket) ([]g.Node, error)
}

// Panel is one block in the column beside a thread; it is drawn anew whenever the ticket changes.
type Panel struct {
	ID string
	// Render gives nil for a ticket that the panel has nothing to say about.
	Render func(ctx context.Context, t ticket.Ticket) (g.Node, error)
}

// clockPanel is the panel that stands for the built-in clock.
const clockPanel = "clock"

// drawSlots fills what other parts add to a ticket's page.
func (u *UI) drawSlots(ctx context.Context, s *sight) (err error) {
	s.panels = map[string]g.Node{}
	for _, p := range u.Panels {
		if s.panels[p.ID], err = p.Render(ctx, s.Ticket); err != nil {
			return err
		}
	}
	if u.Actions != nil {
		s.actions, err = u.Actions(ctx, s.Ticket)
	}
	return err
}

// hours says what time it is where a person works; nil for nobody.
func (u *UI) hours(ctx context.Context, userID int64) g.Node {
	if u.Hours == nil || userID == 0 {
		return nil
	}
	return u.Hours(ctx, userID)
}
