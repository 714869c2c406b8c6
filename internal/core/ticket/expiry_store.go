package ticket

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// ticketsToEmpty lists closed tickets that were last updated before a time and still have their files.
func ticketsToEmpty(ctx context.Context, q db.Querier, before time.Time, n int) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT t.id FROM tickets t WHERE t.status = 6 AND t.updated_at <= $1
		AND NOT EXISTS (SELECT 1 FROM ticket_files_expired x WHERE x.ticket_id = t.id) ORDER BY t.updated_at LIMIT $2`, before, n)
}

// emptyTicket forgets where the files of a ticket lie, and gives how many there were.
func emptyTicket(ctx context.Context, tx *db.Tx, id int64) (int, error) {
	if _, err := tx.Exec(ctx, "INSERT INTO ticket_files_expired (ticket_id, at) VALUES ($1, $2)", id, tx.Now()); err != nil {
		return 0, err
	}
	n, err := tx.Exec(ctx, "UPDATE attachments SET hash = '', expired_at = $2 WHERE ticket_id = $1 AND expired_at IS NULL", id, tx.Now())
	return int(n), err
}
