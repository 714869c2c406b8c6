package ticket

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const heldColumns = "id, ticket_id, author_id, public, body, changes, attachments, if_seq, send_at, problem, created_at"

func scanHeld(row interface{ Scan(...any) error }, h *Held) error {
	var changes, attachments []byte
	err := row.Scan(&h.ID, &h.TicketID, &h.AuthorID, &h.Public, &h.Body, &changes, &attachments, &h.IfSeq, db.Time(&h.SendAt),
		&h.Problem, db.Time(&h.CreatedAt))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(changes, &h.Then); err != nil {
		return err
	}
	return json.Unmarshal(attachments, &h.Attachments)
}

func insertHeld(ctx context.Context, tx *db.Tx, h *Held) error {
	changes, err := h.Then.json()
	if err != nil {
		return err
	}
	attachments, err := json.Marshal(append([]int64{}, h.Attachments...))
	if err != nil {
		return err
	}
	h.ID, err = tx.Insert(ctx, `INSERT INTO held_replies (ticket_id, author_id, public, body, changes, attachments, if_seq, send_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		h.TicketID, h.AuthorID, h.Public, db.Text(h.Body), changes, string(attachments), h.IfSeq, h.SendAt, h.CreatedAt)
	return err
}

// findHeld locks the row on PostgreSQL, so that undoing and sending cannot both win.
func findHeld(ctx context.Context, tx *db.Tx, id int64) (h Held, err error) {
	err = scanHeld(tx.QueryRow(ctx, "SELECT "+heldColumns+" FROM held_replies WHERE id = $1 "+db.Pick(tx, "", "FOR UPDATE"), id), &h)
	return h, db.OrNotFound(err, "There is no held reply %d", id)
}

func heldOf(ctx context.Context, q db.Querier, ticketID int64) ([]Held, error) {
	return db.All(ctx, q, func(row *sql.Rows, h *Held) error { return scanHeld(row, h) },
		"SELECT "+heldColumns+" FROM held_replies WHERE ticket_id = $1 ORDER BY id", ticketID)
}

func deleteHeld(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM held_replies WHERE id = $1", id)
	return err
}

func markHeld(ctx context.Context, tx *db.Tx, id int64, problem string) error {
	_, err := tx.Exec(ctx, "UPDATE held_replies SET problem = $1 WHERE id = $2", problem, id)
	return err
}
