package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Direction is which way a mail went.
type Direction string

// The directions.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// MessageID ties a mail's Message-ID to the comment it carried (RFC 5322 §3.6.4). Ids are not unique: other
// people's programs reuse them.
type MessageID struct {
	ID        string // without <>
	TicketID  int64
	CommentID int64 // 0 for mails that carry no comment, such as an acknowledgement
	Direction Direction
}

// RememberMessageID stores the id of a mail, so that an answer to it threads.
func (s *Service) RememberMessageID(ctx context.Context, tx *db.Tx, m MessageID) error {
	return insertMessageID(ctx, tx, m)
}

// ByMessageID finds where a Message-ID belongs, newest first.
func (s *Service) ByMessageID(ctx context.Context, q db.Querier, id string) ([]MessageID, error) {
	return placesOf(ctx, q, db.Text(id))
}

// MessageIDs lists the ids of a ticket's mails, oldest first: the References of the next one.
func (s *Service) MessageIDs(ctx context.Context, q db.Querier, ticketID int64) ([]MessageID, error) {
	return messageIDsOf(ctx, q, ticketID)
}
