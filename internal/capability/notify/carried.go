package notify

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Carried tells which comment a mail of the outbox carried, for a bounce that is known by its return path
// only. Zeros mean that the mail is gone or was about no comment. The caller files the bounce as the desk.
func (s *Service) Carried(ctx context.Context, q db.Querier, outbox int64) (ticketID, commentID int64, err error) {
	m, err := findMail(ctx, q, outbox)
	if fault.Is(err, fault.NotFound) {
		return 0, 0, nil
	}
	return m.TicketID, m.CommentID, err
}
