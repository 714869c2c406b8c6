package queue

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const moveColumns = "id, ticket_id, kind, from_user, to_user, from_region, to_region, detail, by_id, at, seen_at"

func scanMove(row *sql.Rows, m *Move) error {
	return row.Scan(&m.ID, &m.TicketID, &m.Kind, db.Zero(&m.FromUser), db.Zero(&m.ToUser), &m.FromRegion, &m.ToRegion, &m.Detail, &m.By,
		db.Time(&m.At), db.Time(&m.SeenAt))
}

func insertMove(ctx context.Context, tx *db.Tx, m Move) error {
	_, err := tx.Exec(ctx, `INSERT INTO queue_moves (ticket_id, kind, from_user, to_user, from_region, to_region, detail, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, m.TicketID, string(m.Kind), db.Null(m.FromUser), db.Null(m.ToUser), m.FromRegion,
		m.ToRegion, m.Detail, m.By, m.At)
	return err
}

func movesOf(ctx context.Context, q db.Querier, ticketID int64, n int) ([]Move, error) {
	return db.All(ctx, q, scanMove, "SELECT "+moveColumns+" FROM queue_moves WHERE ticket_id = $1 ORDER BY id DESC LIMIT $2", ticketID, n)
}

// movesTo lists what was given to somebody who has it still and has done nothing on it, the newest first.
func movesTo(ctx context.Context, q db.Querier, userID int64, n int) ([]Move, error) {
	return db.All(ctx, q, scanMove, `SELECT m.id, m.ticket_id, m.kind, m.from_user, m.to_user, m.from_region, m.to_region, m.detail, m.by_id, m.at, m.seen_at
		FROM queue_moves m JOIN tickets t ON t.id = m.ticket_id
		WHERE m.to_user = $1 AND m.seen_at IS NULL AND m.by_id <> $1 AND t.assignee_id = $1 AND t.status < 5 ORDER BY m.id DESC LIMIT $2`, userID, n)
}

func markMovesSeen(ctx context.Context, tx *db.Tx, ticketID, userID int64) error {
	_, err := tx.Exec(ctx, "UPDATE queue_moves SET seen_at = $3 WHERE ticket_id = $1 AND to_user = $2 AND seen_at IS NULL", ticketID, userID, tx.Now())
	return err
}

func countMoves(ctx context.Context, q db.Querier, since time.Time) (map[Kind]int, error) {
	type count struct {
		kind Kind
		n    int
	}
	all, err := db.All(ctx, q, func(row *sql.Rows, c *count) error { return row.Scan(&c.kind, &c.n) },
		"SELECT kind, count(*) FROM queue_moves WHERE at >= $1 GROUP BY kind", since.UnixMicro())
	byKind := map[Kind]int{}
	for _, c := range all {
		byKind[c.kind] = c.n
	}
	return byKind, err
}
