package db

import (
	"context"
	"database/sql"
)

// Snapshot runs fn on one unchanging view of the whole database, while others write. It must not be held for
// long on SQLite: the write-ahead log grows meanwhile.
func (d *DB) Snapshot(ctx context.Context, fn func(q Querier) error) error {
	var opt *sql.TxOptions
	if d.engine == PostgreSQL {
		opt = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := d.read.BeginTx(ctx, opt)
	if err != nil {
		return classify(err)
	}
	defer tx.Rollback()
	q := conn{d: d, on: tx}
	// SQLite takes its view at the first read, PostgreSQL too.
	if err := q.QueryRow(ctx, Pick(q, "SELECT count(*) FROM sqlite_master", "SELECT 1")).Scan(new(int)); err != nil {
		return err
	}
	return fn(q)
}
