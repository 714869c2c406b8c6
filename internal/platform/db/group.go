package db

import "context"

// Group runs fn in a write transaction that it may share with other callers of Group, so that a hundred small
// writes a second cost SQLite a few fsyncs. fn must be short, and fails alone. nil means committed. On
// PostgreSQL, which lets transactions share an fsync, it is Do.
//
// fn must not append to the event log, nor use what else lasts as long as the transaction (Tx.Value, Tx.At): the
// neighbours would find it, and an audit would name one actor for the changes of two.
func (d *DB) Group(ctx context.Context, fn func(tx *Tx) error) error {
	if d.engine == PostgreSQL {
		return d.Do(ctx, fn)
	}
	return d.group.Do(ctx, fn, func(ctx context.Context, fns []func(tx *Tx) error) error {
		return d.Do(ctx, func(tx *Tx) error {
			for _, fn := range fns {
				if err := fn(tx); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
