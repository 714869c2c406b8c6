package people

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func blockedBy(ctx context.Context, q db.Querier, address, domain string) (reason string, blocked bool, err error) {
	err = q.QueryRow(ctx, "SELECT reason FROM blocked_senders WHERE pattern IN ($1, $2) LIMIT 1", address, "@"+domain).Scan(&reason)
	if db.IsNoRows(err) {
		return "", false, nil
	}
	return reason, err == nil, err
}

func findBlocked(ctx context.Context, q db.Querier) ([]Blocked, error) {
	return db.All(ctx, q, func(row *sql.Rows, b *Blocked) error {
		return row.Scan(&b.ID, &b.Pattern, &b.Reason, &b.CreatedBy, &b.By, db.Time(&b.CreatedAt))
	}, `SELECT b.id, b.pattern, b.reason, b.created_by, coalesce(u.name, ''), b.created_at
		FROM blocked_senders b LEFT JOIN users u ON u.id = b.created_by ORDER BY b.created_at DESC, b.id DESC`)
}

// insertBlocked gives 0 for a pattern that is blocked already.
func insertBlocked(ctx context.Context, tx *db.Tx, b Blocked) (int64, error) {
	id, err := tx.Insert(ctx, `INSERT INTO blocked_senders (pattern, reason, created_by, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (pattern) DO NOTHING RETURNING id`, b.Pattern, b.Reason, b.CreatedBy, tx.Now())
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

// deleteBlocked gives 0 for a pattern that is not blocked.
func deleteBlocked(ctx context.Context, tx *db.Tx, pattern string) (id int64, err error) {
	err = tx.QueryRow(ctx, "DELETE FROM blocked_senders WHERE pattern = $1 RETURNING id", pattern).Scan(&id)
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

// staffBehind gives an address of the staff that the pattern would hold, "" for none.
func staffBehind(ctx context.Context, q db.Querier, pattern string) (string, error) {
	like := db.Escape(pattern)
	if pattern[0] == '@' {
		like = "%" + like
	}
	found, err := db.Column[string](ctx, q, `SELECT i.value FROM identities i JOIN users u ON u.id = i.user_id
		WHERE i.kind = 'email' AND u.role <> 'end_user' AND i.value LIKE $1 ESCAPE '\' ORDER BY i.id LIMIT 1`, like)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}
