package people

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func scanAddress(row *sql.Rows, a *Address) error {
	return row.Scan(&a.Value, &a.Primary, db.Time(&a.VerifiedAt))
}

func addressesOf(ctx context.Context, q db.Querier, userID int64) ([]Address, error) {
	return db.All(ctx, q, scanAddress, `SELECT value, is_primary, verified_at FROM identities
		WHERE user_id = $1 AND kind = 'email' ORDER BY is_primary DESC, id`, userID)
}

func insertIdentity(ctx context.Context, tx *db.Tx, userID int64, address string, primary bool) error {
	_, err := tx.Exec(ctx, "INSERT INTO identities (user_id, value, is_primary, created_at) VALUES ($1, $2, $3, $4)",
		userID, address, primary, tx.Now())
	return err
}

func deleteIdentity(ctx context.Context, tx *db.Tx, userID int64, address string) error {
	_, err := tx.Exec(ctx, "DELETE FROM identities WHERE user_id = $1 AND kind = 'email' AND value = $2", userID, address)
	return err
}

func setPrimary(ctx context.Context, tx *db.Tx, userID int64, address string) error {
	_, err := tx.Exec(ctx, "UPDATE identities SET is_primary = (value = $2) WHERE user_id = $1 AND kind = 'email'", userID, address)
	return err
}

// verifyPrimary notes that its owner followed a link mailed to the primary address.
func verifyPrimary(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, `UPDATE identities SET verified_at = $2
		WHERE user_id = $1 AND kind = 'email' AND is_primary AND verified_at IS NULL`, userID, tx.Now())
	return err
}
