package ticket

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func saveDraft(ctx context.Context, tx *db.Tx, d Draft) error {
	_, err := tx.Exec(ctx, `INSERT INTO drafts (ticket_id, user_id, public, body, updated_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (ticket_id, user_id) DO UPDATE SET public = excluded.public, body = excluded.body, updated_at = excluded.updated_at`,
		d.TicketID, d.UserID, d.Public, noNUL(d.Body), tx.Now())
	return err
}

func deleteDraft(ctx context.Context, tx *db.Tx, ticketID, userID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM drafts WHERE ticket_id = $1 AND user_id = $2", ticketID, userID)
	return err
}

func draftsOf(ctx context.Context, q db.Querier, ticketID int64) ([]Draft, error) {
	return db.All(ctx, q, func(row *sql.Rows, d *Draft) error {
		return row.Scan(&d.TicketID, &d.UserID, &d.Public, &d.Body, db.Time(&d.UpdatedAt))
	}, "SELECT ticket_id, user_id, public, body, updated_at FROM drafts WHERE ticket_id = $1 ORDER BY updated_at DESC", ticketID)
}
