package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// passwordOf gives the stored hash, "" for nobody.
func passwordOf(ctx context.Context, q db.Querier, userID int64) (hash string, err error) {
	err = q.QueryRow(ctx, "SELECT password_hash FROM users WHERE id = $1", userID).Scan(&hash)
	if db.IsNoRows(err) {
		return "", nil
	}
	return hash, err
}

func storePassword(ctx context.Context, tx *db.Tx, userID int64, hash string) error {
	_, err := tx.Exec(ctx, "UPDATE users SET password_hash = $2, password_at = $3, updated_at = $3 WHERE id = $1", userID, hash, tx.Now())
	return err
}
