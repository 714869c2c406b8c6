package alert

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// silent gives the open alerts that were not heard of for as long as their service allows.
func silent(ctx context.Context, q db.Querier, now time.Time) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT a.id FROM alerts a JOIN alert_services s ON s.id = a.service_id
		WHERE a.closed_at IS NULL AND s.silence > 0 AND a.last_at <= $1 - s.silence * 1000000 ORDER BY a.id LIMIT 500`, now)
}

// nextSilence is when the first of the open alerts will have been silent for long enough; zero: none will.
func nextSilence(ctx context.Context, tx *db.Tx) (at time.Time, err error) {
	err = tx.QueryRow(ctx, `SELECT min(a.last_at + s.silence * 1000000) FROM alerts a JOIN alert_services s ON s.id = a.service_id
		WHERE a.closed_at IS NULL AND s.silence > 0`).Scan(db.Time(&at))
	return at, err
}

// forgettable gives alerts that were over before an instant, and of which no ticket was made.
func forgettable(ctx context.Context, q db.Querier, before time.Time) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT id FROM alerts WHERE closed_at < $1 ORDER BY id LIMIT 500", before)
}

func deleteAlert(ctx context.Context, tx *db.Tx, id int64) error {
	for _, statement := range []string{"DELETE FROM alert_members WHERE alert_id = $1", "DELETE FROM alert_reports WHERE alert_id = $1",
		"DELETE FROM alerts WHERE id = $1"} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	return nil
}

// forgetEnds forgets ends and changes that were noted before an instant: what comes that late is rather new than late.
func forgetEnds(ctx context.Context, tx *db.Tx, before time.Time) error {
	if _, err := tx.Exec(ctx, "DELETE FROM alert_ends WHERE noted_at < $1", before); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM alert_changes WHERE at < $1", before)
	return err
}
