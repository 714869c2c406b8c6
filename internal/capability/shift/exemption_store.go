package shift

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const exemptionColumns = "e.id, e.user_id, e.reason, e.since, e.by_id, e.ended_at, e.ended_by"

func scanExemption(row *sql.Rows, e *Exemption) error {
	return row.Scan(&e.ID, &e.UserID, &e.Reason, db.Time(&e.Since), db.Zero(&e.ByID), db.Time(&e.EndedAt), db.Zero(&e.EndedBy))
}

func insertExemption(ctx context.Context, tx *db.Tx, e *Exemption) (err error) {
	e.ID, err = tx.Insert(ctx, "INSERT INTO shift_exemptions (user_id, since, by_id) VALUES ($1, $2, $3) RETURNING id", e.UserID, e.Since, db.Null(e.ByID))
	return err
}

// findExemption gives the record that holds, if there is one.
func findExemption(ctx context.Context, q db.Querier, userID int64) (Exemption, bool, error) {
	list, err := db.All(ctx, q, scanExemption,
		"SELECT "+exemptionColumns+" FROM shift_exemptions e WHERE e.user_id = $1 AND e.ended_at IS NULL ORDER BY e.id DESC LIMIT 1", userID)
	if err != nil || len(list) == 0 {
		return Exemption{}, false, err
	}
	return list[0], true, nil
}

func storeReason(ctx context.Context, tx *db.Tx, id int64, reason string, by int64) error {
	_, err := tx.Exec(ctx, "UPDATE shift_exemptions SET reason = $2, by_id = $3 WHERE id = $1", id, db.Text(reason), db.Null(by))
	return err
}

func endExemption(ctx context.Context, tx *db.Tx, userID, by int64) error {
	_, err := tx.Exec(ctx, "UPDATE shift_exemptions SET ended_at = $2, ended_by = $3 WHERE user_id = $1 AND ended_at IS NULL", userID, tx.Now(), db.Null(by))
	return err
}

func exemptionsOf(ctx context.Context, q db.Querier, userID int64) ([]Exemption, error) {
	return db.All(ctx, q, scanExemption, "SELECT "+exemptionColumns+" FROM shift_exemptions e WHERE e.user_id = $1 ORDER BY e.id DESC", userID)
}
