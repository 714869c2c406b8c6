package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func findQuiet(ctx context.Context, q db.Querier, userID int64) (hours Quiet, err error) {
	err = q.QueryRow(ctx, "SELECT from_minute, until_minute FROM paging_quiet WHERE user_id = $1", userID).Scan(&hours.From, &hours.Until)
	if db.IsNoRows(err) {
		err = nil
	}
	return hours, err
}

// storeQuiet expects the person to be locked.
func storeQuiet(ctx context.Context, tx *db.Tx, userID int64, q Quiet) error {
	_, err := tx.Exec(ctx, "UPDATE paging_quiet SET from_minute = $2, until_minute = $3 WHERE user_id = $1", userID, q.From, q.Until)
	return err
}
