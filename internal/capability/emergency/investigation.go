package emergency

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Line is one entry of a ticket's investigation log: what somebody saw or tried, beside the thread, never public and never
// changed (oncall-and-incidents.md: a linear thread is not as effective in a crisis).
type Line struct {
	ID       int64
	TicketID int64
	By       int64
	At       time.Time
	Body     string
	Pinned   bool
}

// longestLine is in characters: a log of commands fits, a file belongs on the thread.
const longestLine = 10_000

// Lines lists the log of a ticket, pinned lines first, then in the order in which they were written.
func (s *Service) Lines(ctx context.Context, ticketID int64) ([]Line, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findLines(ctx, s.DB.Read(), ticketID)
}

// Note adds a line to the log of a ticket.
func (s *Service) Note(ctx context.Context, ticketID int64, body string) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	body = strings.TrimSpace(body)
	switch n := len([]rune(body)); {
	case n == 0:
		return fault.Field("body", "Write what you saw or tried")
	case n > longestLine:
		return fault.Field("body", "This line has %d characters; up to %d are kept. Put a file on the thread", n, longestLine)
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if _, err := s.Tickets.Lock(ctx, tx, ticketID); err != nil {
			return err
		}
		return s.addLine(ctx, tx, ticketID, body)
	})
}

// addLine writes to the log of a locked ticket.
func (s *Service) addLine(ctx context.Context, tx *db.Tx, ticketID int64, body string) error {
	me, _ := access.From(ctx)
	id, err := insertLine(ctx, tx, Line{TicketID: ticketID, By: me.UserID, At: tx.Now(), Body: body})
	if err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(ticketID), Noted{Line: id})
}

// Pin keeps a line of a ticket's log at the top, or lets it go.
func (s *Service) Pin(ctx context.Context, ticketID, lineID int64, on bool) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if _, err := s.Tickets.Lock(ctx, tx, ticketID); err != nil {
			return err
		}
		if changed, err := pinLine(ctx, tx, ticketID, lineID, on); err != nil || !changed {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(ticketID), Noted{Line: lineID, Pin: &on})
	})
}
