package ticket

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func insertMessageID(ctx context.Context, tx *db.Tx, m MessageID) error {
	_, err := tx.Exec(ctx, "INSERT INTO message_ids (message_id, ticket_id, comment_id, direction, at) VALUES ($1, $2, $3, $4, $5)",
		db.Text(m.ID), m.TicketID, m.CommentID, string(m.Direction), tx.Now())
	return err
}

func placesOf(ctx context.Context, q db.Querier, id string) ([]MessageID, error) {
	return db.All(ctx, q, scanMessageID,
		"SELECT message_id, ticket_id, comment_id, direction FROM message_ids WHERE message_id = $1 ORDER BY at DESC LIMIT 20", id)
}

func messageIDsOf(ctx context.Context, q db.Querier, ticketID int64) ([]MessageID, error) {
	return db.All(ctx, q, scanMessageID,
		"SELECT message_id, ticket_id, comment_id, direction FROM message_ids WHERE ticket_id = $1 ORDER BY at, comment_id", ticketID)
}

func scanMessageID(row *sql.Rows, m *MessageID) error {
	return row.Scan(&m.ID, &m.TicketID, &m.CommentID, &m.Direction)
}
