package db

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Querier reads. A *Tx is one, and DB.Read gives one; helpers that only read take a Querier.
type Querier interface {
	Engine() Engine
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *Row
}

// runner is what *sql.DB and *sql.Tx share.
type runner interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

type conn struct {
	d  *DB
	on runner
}

// Engine tells which engine this is.
func (c conn) Engine() Engine { return c.d.engine }

// Query runs a SELECT. time.Time arguments become microseconds, the zero time NULL.
func (c conn) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := c.on.QueryContext(ctx, c.d.text(query), encode(args)...)
	return rows, classify(err)
}

// QueryRow runs a SELECT that gives at most one row.
func (c conn) QueryRow(ctx context.Context, query string, args ...any) *Row {
	rows, err := c.Query(ctx, query, args...)
	return &Row{rows: rows, err: err}
}

// Row is the result of QueryRow.
type Row struct {
	rows *sql.Rows
	err  error
}

// Scan copies the row into dest. No row gives an error for which IsNoRows is true.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return classify(err)
		}
		return sql.ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return classify(r.rows.Close())
}

// IsNoRows reports whether err says that a query found nothing.
func IsNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// OrNotFound turns "no rows" into fault.NotFound with the sentence given; other errors pass.
func OrNotFound(err error, format string, args ...any) error {
	if IsNoRows(err) {
		return fault.Wrap(fault.NotFound, err, format, args...)
	}
	return err
}

// All collects what scan makes of each row of the query.
func All[T any](ctx context.Context, q Querier, scan func(row *sql.Rows, t *T) error, query string, args ...any) ([]T, error) {
	var all []T
	for t, err := range Each(ctx, q, scan, query, args...) {
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// Each streams what scan makes of each row; it yields one error at most, as the last pair.
func Each[T any](ctx context.Context, q Querier, scan func(row *sql.Rows, t *T) error, query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := q.Query(ctx, query, args...)
		if err != nil {
			yield(none, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var t T
			if err := scan(rows, &t); err != nil {
				yield(none, err)
				return
			}
			if !yield(t, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, classify(err))
		}
	}
}

// Column collects the single column of a query.
func Column[T any](ctx context.Context, q Querier, query string, args ...any) ([]T, error) {
	return All(ctx, q, func(row *sql.Rows, t *T) error { return row.Scan(t) }, query, args...)
}

// Escape makes s literal inside a LIKE pattern that ends in ESCAPE '\'.
func Escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
