package ticket

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Draft is what someone has typed and not sent; others see that it exists.
type Draft struct {
	TicketID  int64
	UserID    int64
	Public    bool
	Body      string
	UpdatedAt time.Time
}

// SaveDraft keeps what the principal has typed on a ticket; an empty body forgets it. It reports whether
// the draft began or ended, which is what others are told.
func (s *Service) SaveDraft(ctx context.Context, ticketID int64, public bool, body string) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if strings.TrimSpace(body) == "" {
			return deleteDraft(ctx, tx, ticketID, actor.UserID)
		}
		return saveDraft(ctx, tx, Draft{TicketID: ticketID, UserID: actor.UserID, Public: public, Body: body})
	})
}

// Draft gives the principal's own draft on a ticket; an empty one when there is none.
func (s *Service) Draft(ctx context.Context, ticketID int64) (Draft, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return Draft{}, err
	}
	actor, _ := access.From(ctx)
	all, err := draftsOf(ctx, s.db.Read(), ticketID)
	for _, d := range all {
		if d.UserID == actor.UserID {
			return d, nil
		}
	}
	return Draft{TicketID: ticketID, UserID: actor.UserID, Public: true}, err
}
