package db

import (
	"context"
	"database/sql"
	"fmt"
)

// Integrity lists what is damaged in the database; empty means sound. It reads much of a SQLite file
// (https://www.sqlite.org/pragma.html#pragma_quick_check); PostgreSQL checks its own pages as it reads them.
func (d *DB) Integrity(ctx context.Context) ([]string, error) {
	if d.engine == PostgreSQL {
		return nil, d.Ping(ctx)
	}
	found, err := Column[string](ctx, d.Read(), "PRAGMA quick_check(10)")
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	type broken struct {
		table, parent string
		row           sql.NullInt64
		key           int
	}
	keys, err := All(ctx, d.Read(), func(r *sql.Rows, b *broken) error { return r.Scan(&b.table, &b.row, &b.parent, &b.key) },
		"PRAGMA foreign_key_check")
	for _, b := range keys {
		found = append(found, fmt.Sprintf("row %d of %s refers to a row of %s that is gone", b.row.Int64, b.table, b.parent))
	}
	return found, err
}
