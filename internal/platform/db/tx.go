package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// Tx is a write transaction. It is passed down, never hidden; code outside this package neither begins
// nor ends one except through InTx, Do and Group.
type Tx struct {
	conn
	ctx    context.Context
	tx     *sql.Tx
	now    time.Time
	moved  bool
	before []func() error
	after  []func()
	values map[any]any
}

// Now is the instant of this transaction: read once, at the first call, and the same ever after. Call it
// only when the write lock (SQLite) or the row lock (PostgreSQL) is held, so that facts of one ticket never
// run backwards.
func (tx *Tx) Now() time.Time {
	if tx.now.IsZero() {
		tx.now = tx.d.now(tx.ctx)
	}
	return tx.now
}

// NotBefore moves the transaction's instant up to t if it would be earlier: the last event of a locked
// ticket may come from a machine whose clock runs ahead.
func (tx *Tx) NotBefore(t time.Time) {
	if tx.Now().Before(t) {
		tx.now = t
	}
}

// At moves the transaction to the instant t, back or forth. Only an import that replays a history may.
func (tx *Tx) At(t time.Time) { tx.now, tx.moved = t.UTC().Truncate(time.Microsecond), true }

// Moved reports whether At was called: a history is replayed.
func (tx *Tx) Moved() bool { return tx.moved }

// Exec runs a statement and gives the number of rows it touched.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := tx.on.ExecContext(ctx, tx.d.text(query), encode(args)...)
	if err != nil {
		return 0, classify(err)
	}
	return res.RowsAffected()
}

// Insert runs an INSERT … RETURNING id and gives the id.
func (tx *Tx) Insert(ctx context.Context, query string, args ...any) (id int64, err error) {
	err = tx.QueryRow(ctx, query, args...).Scan(&id)
	return id, err
}

// BeforeCommit runs f at the end of the transaction, when its function has returned nil, in order of
// registration; f may register more. An error rolls everything back. It is for what must see an update
// whole: rules and clocks work on all its facts at once.
func (tx *Tx) BeforeCommit(f func() error) { tx.before = append(tx.before, f) }

// AfterCommit runs f once the transaction has committed, in order of registration; never after a rollback.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Value keeps one value per key for the life of the transaction; make is called at the first use.
func (tx *Tx) Value(key any, make func() any) any {
	if v, ok := tx.values[key]; ok {
		return v
	}
	if tx.values == nil {
		tx.values = map[any]any{}
	}
	v := make()
	tx.values[key] = v
	return v
}

// InTx runs fn in a write transaction and commits when it returns nil; an error or a panic rolls back.
// Serialization failures and lock time-outs are tried again, so fn must have no effect outside tx: use
// AfterCommit.
func InTx[T any](ctx context.Context, d *DB, fn func(tx *Tx) (T, error)) (T, error) {
	var out T
	err := d.Do(ctx, func(tx *Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	return out, err
}

const attempts = 6

// Do is InTx without a result.
func (d *DB) Do(ctx context.Context, fn func(tx *Tx) error) error {
	var err error
	for try := range attempts {
		if try > 0 {
			if err := pause(ctx, try); err != nil {
				return err
			}
		}
		if err = d.once(ctx, fn); !retryable(err) {
			return err
		}
	}
	return err
}

func (d *DB) once(ctx context.Context, fn func(tx *Tx) error) error {
	raw, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return classify(err)
	}
	tx := &Tx{conn: conn{d: d, on: raw}, ctx: ctx, tx: raw}
	if d.engine == SQLite {
		on := &sqliteTx{Tx: raw, from: &d.known, stmts: map[string]*sql.Stmt{}}
		tx.on = on
		defer func() { d.known.keep(ctx, d.write, on.new) }() // when the connection is free again
	}
	done := false
	defer func() {
		if !done { // fn panicked
			raw.Rollback()
		}
	}()
	if err = fn(tx); err == nil {
		err = tx.finish()
	}
	done = true
	if err != nil {
		if rb := raw.Rollback(); rb != nil && !errors.Is(rb, sql.ErrTxDone) {
			err = fmt.Errorf("%w (and the rollback failed: %w)", err, rb)
		}
		return err
	}
	if err := raw.Commit(); err != nil {
		return classify(err)
	}
	for _, f := range tx.after {
		f()
	}
	return nil
}

// finish runs what waits for the end, including what that adds.
func (tx *Tx) finish() error {
	for i := 0; i < len(tx.before); i++ {
		if err := tx.before[i](); err != nil {
			return err
		}
	}
	tx.before = nil
	return nil
}

// pause waits a little longer, and a little differently, at each try.
func pause(ctx context.Context, try int) error {
	wait := time.Duration(1<<try)*2*time.Millisecond + rand.N(5*time.Millisecond)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}
