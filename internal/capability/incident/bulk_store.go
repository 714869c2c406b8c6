package incident

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// reader is a linked ticket and the language of its customer.
type reader struct {
	ticket int64
	locale string
}

// findReaders lists the linked tickets that are not closed.
func findReaders(ctx context.Context, q db.Querier, incident int64) ([]reader, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *reader) error { return row.Scan(&r.ticket, &r.locale) },
		`SELECT t.id, u.locale FROM incident_tickets l JOIN tickets t ON t.id = l.ticket_id JOIN users u ON u.id = t.requester_id
		WHERE l.incident_id = $1 AND l.unlinked_at IS NULL AND t.status < 6 ORDER BY t.id`, incident)
}

func storeBulk(ctx context.Context, tx *db.Tx, bulk, incident, run int64, language string) error {
	_, err := tx.Exec(ctx, "INSERT INTO incident_bulks (bulk_id, incident_id, run, language, at) VALUES ($1, $2, $3, $4, $5)",
		bulk, incident, run, language, tx.Now())
	return err
}

type foundBulk struct{ bulk, run int64 }

func findBulks(ctx context.Context, q db.Querier, incident int64) ([]foundBulk, error) {
	return db.All(ctx, q, func(row *sql.Rows, f *foundBulk) error { return row.Scan(&f.bulk, &f.run) },
		"SELECT bulk_id, run FROM incident_bulks WHERE incident_id = $1 ORDER BY run DESC, bulk_id LIMIT 30", incident)
}
