package alert

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func putRefusal(ctx context.Context, tx *db.Tx, r Refusal, fingerprint string) error {
	_, err := tx.Exec(ctx, `INSERT INTO alert_refusals (fingerprint, sender, key_hint, reason, sample, client, times, first_at, last_at)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7) ON CONFLICT (fingerprint) DO UPDATE SET times = alert_refusals.times + 1, last_at = excluded.last_at,
		sample = excluded.sample, client = excluded.client`, fingerprint, string(r.Sender), r.Key, r.Reason, r.Sample, r.Client, tx.Now())
	if err != nil {
		return err
	}
	// Whoever tries keys by the thousand must not fill the disk.
	_, err = tx.Exec(ctx, "DELETE FROM alert_refusals WHERE id NOT IN (SELECT id FROM alert_refusals ORDER BY last_at DESC, id DESC LIMIT $1)", mostRefusals)
	return err
}

func listRefusals(ctx context.Context, q db.Querier) ([]Refusal, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *Refusal) error {
		return row.Scan(&r.ID, &r.Sender, &r.Key, &r.Reason, &r.Sample, &r.Client, &r.Times, db.Time(&r.FirstAt), db.Time(&r.LastAt))
	}, "SELECT id, sender, key_hint, reason, sample, client, times, first_at, last_at FROM alert_refusals ORDER BY last_at DESC, id DESC")
}

func deleteRefusal(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM alert_refusals WHERE id = $1", id)
	return err
}
