package emergency

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func findLines(ctx context.Context, q db.Querier, ticketID int64) ([]Line, error) {
	return db.All(ctx, q, func(row *sql.Rows, l *Line) error {
		return row.Scan(&l.ID, &l.TicketID, &l.By, db.Time(&l.At), &l.Body, &l.Pinned)
	}, "SELECT id, ticket_id, by_id, at, body, pinned FROM emergency_lines WHERE ticket_id = $1 ORDER BY pinned DESC, id", ticketID)
}

func insertLine(ctx context.Context, tx *db.Tx, l Line) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO emergency_lines (ticket_id, by_id, at, body) VALUES ($1, $2, $3, $4) RETURNING id",
		l.TicketID, l.By, l.At, db.Text(l.Body))
}

// pinLine reports whether that changed anything.
func pinLine(ctx context.Context, tx *db.Tx, ticketID, id int64, on bool) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE emergency_lines SET pinned = $3 WHERE ticket_id = $1 AND id = $2 AND pinned <> $3", ticketID, id, on)
	return n > 0, err
}
