package ticket

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func saveDraft(ctx context.Context, tx *db.Tx, d Draft) error {
	attachments, err := json.Marshal(append([]int64{}, d.Attachments...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO drafts (ticket_id, user_id, public, body, attachments, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (ticket_id, user_id) DO UPDATE SET public = excluded.public, body = excluded.body, attachments = excluded.attachments,
		updated_at = excluded.updated_at`, d.TicketID, d.UserID, d.Public, db.Text(d.Body), string(attachments), tx.Now())
	return err
}

func deleteDraft(ctx context.Context, tx *db.Tx, ticketID, userID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM drafts WHERE ticket_id = $1 AND user_id = $2", ticketID, userID)
	return err
}

func draftsOf(ctx context.Context, q db.Querier, ticketID int64) ([]Draft, error) {
	return db.All(ctx, q, func(row *sql.Rows, d *Draft) error {
		var attachments []byte
		if err := row.Scan(&d.TicketID, &d.UserID, &d.Public, &d.Body, &attachments, db.Time(&d.UpdatedAt)); err != nil {
			return err
		}
		return json.Unmarshal(attachments, &d.Attachments)
	}, "SELECT ticket_id, user_id, public, body, attachments, updated_at FROM drafts WHERE ticket_id = $1 ORDER BY updated_at DESC", ticketID)
}
