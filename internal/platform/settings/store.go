package settings

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// find gives a setting's JSON, nil where nobody set it.
func find(ctx context.Context, q db.Querier, name string) (raw []byte, err error) {
	err = q.QueryRow(ctx, "SELECT value FROM settings WHERE name = $1", name).Scan(&raw)
	if db.IsNoRows(err) {
		return nil, nil
	}
	return raw, err
}

func put(ctx context.Context, tx *db.Tx, name string, value []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`, name, string(value), tx.Now())
	return err
}

// lock lets one change of settings happen at a time: they are one subject of the event log.
func lock(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `INSERT INTO settings (name, value, updated_at) VALUES ('', 'null', 0)
		ON CONFLICT (name) DO UPDATE SET updated_at = excluded.updated_at`)
	return err
}
