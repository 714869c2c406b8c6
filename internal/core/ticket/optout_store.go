package ticket

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func optOutsOf(ctx context.Context, q db.Querier, ticketID int64) ([]OptOut, error) {
	return db.All(ctx, q, func(row *sql.Rows, o *OptOut) error { return row.Scan(&o.Tag, &o.Reason, &o.ByID, db.Time(&o.At)) },
		"SELECT tag, reason, by_id, at FROM ticket_opt_outs WHERE ticket_id = $1 ORDER BY tag", ticketID)
}

func storeOptOut(ctx context.Context, tx *db.Tx, ticketID int64, o OptOut) error {
	_, err := tx.Exec(ctx, `INSERT INTO ticket_opt_outs (ticket_id, tag, reason, by_id, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (ticket_id, tag) DO UPDATE SET reason = excluded.reason, by_id = excluded.by_id, at = excluded.at`,
		ticketID, o.Tag, db.Text(o.Reason), o.ByID, o.At)
	return err
}

func deleteOptOut(ctx context.Context, tx *db.Tx, ticketID int64, tag string) error {
	_, err := tx.Exec(ctx, "DELETE FROM ticket_opt_outs WHERE ticket_id = $1 AND tag = $2", ticketID, tag)
	return err
}
