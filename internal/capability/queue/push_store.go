package queue

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// lockTurns reads what is due to the people of a group, and lets nobody else give out its tickets until the
// transaction ends. The row of nobody is the lock: a group that never pushed has no other.
func lockTurns(ctx context.Context, tx *db.Tx, groupID int64) (map[int64]int64, error) {
	if _, err := tx.Exec(ctx, `INSERT INTO queue_turns (group_id, user_id, balance) VALUES ($1, 0, 0)
		ON CONFLICT (group_id, user_id) DO UPDATE SET balance = 0`, groupID); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, tx, func(row *sql.Rows, t *Turn) error { return row.Scan(&t.User, &t.Balance) },
		"SELECT user_id, balance FROM queue_turns WHERE group_id = $1 AND user_id <> 0", groupID)
	balance := map[int64]int64{}
	for _, t := range all {
		balance[t.User] = t.Balance
	}
	return balance, err
}

func storeTurn(ctx context.Context, tx *db.Tx, groupID int64, t Turn) error {
	_, err := tx.Exec(ctx, `INSERT INTO queue_turns (group_id, user_id, balance) VALUES ($1, $2, $3)
		ON CONFLICT (group_id, user_id) DO UPDATE SET balance = excluded.balance`, groupID, t.User, t.Balance)
	return err
}
