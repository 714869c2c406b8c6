package ticket

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Draft is what someone has typed and not sent; others see that it exists.
type Draft struct {
	TicketID int64
	UserID   int64
	Public   bool
	Body     string
	// Attachments are files uploaded for it, by number.
	Attachments []int64
	UpdatedAt   time.Time
}

// SaveDraft keeps what the principal has typed and uploaded on a ticket; nothing of both forgets the draft.
func (s *Service) SaveDraft(ctx context.Context, ticketID int64, public bool, body string, attachments ...int64) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if strings.TrimSpace(body) == "" && len(attachments) == 0 {
			return deleteDraft(ctx, tx, ticketID, actor.UserID)
		}
		return saveDraft(ctx, tx, Draft{TicketID: ticketID, UserID: actor.UserID, Public: public, Body: body, Attachments: attachments})
	})
}

// Draft gives the principal's own draft on a ticket; an empty one when there is none.
func (s *Service) Draft(ctx context.Context, ticketID int64) (Draft, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return Draft{}, err
	}
	actor, _ := access.From(ctx)
	return draftOf(ctx, s.db.Read(), ticketID, actor.UserID)
}

// draftOf gives one person's draft; an empty one when there is none.
func draftOf(ctx context.Context, q db.Querier, ticketID, userID int64) (Draft, error) {
	all, err := draftsOf(ctx, q, ticketID)
	for _, d := range all {
		if d.UserID == userID {
			return d, nil
		}
	}
	return Draft{TicketID: ticketID, UserID: userID, Public: true}, err
}

// join puts a reply that was taken back before what its author has typed since.
func (d Draft) join(h Held) Draft {
	d.Public, d.Attachments = h.Public, append(slices.Clone(h.Attachments), d.Attachments...)
	d.Body = strings.TrimSpace(h.Body + "\n\n" + d.Body)
	return d
}
