package ticket

import (
	"context"
	"database/sql"

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

func insertMessageID(ctx context.Context, tx *db.Tx, m MessageID) error {
	_, err := tx.Exec(ctx, "INSERT INTO message_ids (message_id, ticket_id, comment_id, direction, at) VALUES ($1, $2, $3, $4, $5)",
		noNUL(m.ID), m.TicketID, m.CommentID, string(m.Direction), tx.Now())
	return err
}

// RememberMessageID stores the id of a mail, so that an answer to it threads.
func (s *Service) RememberMessageID(ctx context.Context, tx *db.Tx, m MessageID) error {
	return insertMessageID(ctx, tx, m)
}

// ByMessageID finds where a Message-ID belongs, newest first.
func (s *Service) ByMessageID(ctx context.Context, q db.Querier, id string) ([]MessageID, error) {
	return db.All(ctx, q, scanMessageID,
		"SELECT message_id, ticket_id, comment_id, direction FROM message_ids WHERE message_id = $1 ORDER BY at DESC LIMIT 20", noNUL(id))
}

// MessageIDs lists the ids of a ticket's mails, oldest first: the References of the next one.
func (s *Service) MessageIDs(ctx context.Context, q db.Querier, ticketID int64) ([]MessageID, error) {
	return db.All(ctx, q, scanMessageID,
		"SELECT message_id, ticket_id, comment_id, direction FROM message_ids WHERE ticket_id = $1 ORDER BY at, comment_id", ticketID)
}

func scanMessageID(row *sql.Rows, m *MessageID) error {
	return row.Scan(&m.ID, &m.TicketID, &m.CommentID, &m.Direction)
}
