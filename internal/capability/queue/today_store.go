package queue

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// findReminders lists the live tickets whose due date reminds somebody before a moment, the earliest first.
func findReminders(ctx context.Context, q db.Querier, userID int64, before time.Time, n int) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT id FROM tickets WHERE due_by = $1 AND due_at IS NOT NULL AND due_at <= $2 AND status < 5
		ORDER BY due_at, id LIMIT $3`, userID, before, n)
}
