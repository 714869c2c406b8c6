package ticket

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// insertBulk gives b its number.
func insertBulk(ctx context.Context, tx *db.Tx, b *Bulk, ids []int64) error {
	changes, err := b.Changes.json()
	if err != nil {
		return err
	}
	comment, err := json.Marshal(b.Comment)
	if err != nil {
		return err
	}
	b.ID, err = tx.Insert(ctx, "INSERT INTO bulk_updates (by_id, changes, comment, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
		b.ByID, changes, string(comment), tx.Now())
	if err != nil {
		return err
	}
	for some := range slices.Chunk(ids, 500) {
		var rows db.Values
		for _, id := range some {
			rows.Add(b.ID, id)
		}
		if _, err := tx.Exec(ctx, "INSERT INTO bulk_tickets (bulk_id, ticket_id) VALUES "+rows.String(), rows.Args()...); err != nil {
			return err
		}
	}
	return nil
}

func findBulk(ctx context.Context, q db.Querier, id int64) (b Bulk, err error) {
	var changes, comment []byte
	err = q.QueryRow(ctx, "SELECT id, by_id, changes, comment, created_at, finished_at FROM bulk_updates WHERE id = $1", id).
		Scan(&b.ID, &b.ByID, &changes, &comment, db.Time(&b.CreatedAt), db.Time(&b.FinishedAt))
	if err != nil {
		return b, db.OrNotFound(err, "There is no bulk update %d", id)
	}
	if err := json.Unmarshal(changes, &b.Changes); err != nil {
		return b, err
	}
	if err := json.Unmarshal(comment, &b.Comment); err != nil {
		return b, err
	}
	b.Tickets, err = db.All(ctx, q, func(row *sql.Rows, t *BulkTicket) error { return row.Scan(&t.ID, &t.Subject, &t.Result, &t.Problem) },
		`SELECT b.ticket_id, coalesce(t.subject, ''), b.result, b.problem FROM bulk_tickets b LEFT JOIN tickets t ON t.id = b.ticket_id
		WHERE b.bulk_id = $1 ORDER BY b.ticket_id`, id)
	return b, err
}

func markBulk(ctx context.Context, tx *db.Tx, bulk, id int64, r BulkResult, problem string) error {
	_, err := tx.Exec(ctx, "UPDATE bulk_tickets SET result = $3, problem = $4 WHERE bulk_id = $1 AND ticket_id = $2", bulk, id, string(r), db.Text(problem))
	return err
}

// endBulk reports whether it was this caller that ended it.
func endBulk(ctx context.Context, tx *db.Tx, id int64) (first bool, err error) {
	n, err := tx.Exec(ctx, "UPDATE bulk_updates SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL", id, tx.Now())
	return n == 1, err
}
