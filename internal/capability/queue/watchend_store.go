package queue

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// insertWatch gives 0 for a watch whose end is kept already: the job ran before.
func insertWatch(ctx context.Context, tx *db.Tx, r HandOverRecord) (int64, error) {
	left, err := json.Marshal(r.Left)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert(ctx, `INSERT INTO queue_watches (region, began_at, ended_at, remaining, late) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (region, ended_at) DO NOTHING RETURNING id`, r.Region, r.Began, r.Ended, string(left), r.Late)
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

func findWatches(ctx context.Context, q db.Querier, region string, n int) ([]HandOverRecord, error) {
	var w db.Where
	if region != "" {
		w.And("region = ?", region)
	}
	limit := w.Bind(" ORDER BY ended_at DESC, id DESC LIMIT ?", n)
	return db.All(ctx, q, func(row *sql.Rows, r *HandOverRecord) error {
		var left []byte
		if err := row.Scan(&r.ID, &r.Region, db.Time(&r.Began), db.Time(&r.Ended), &left, &r.Late); err != nil {
			return err
		}
		return json.Unmarshal(left, &r.Left)
	}, "SELECT id, region, began_at, ended_at, remaining, late FROM queue_watches WHERE "+w.String()+limit, w.Args()...)
}
