package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

type atKey struct{}

// At bends the clock: everything under the returned context sees t as now. Demo data and imports use it;
// tests that need moving time run in a synctest bubble instead.
func At(ctx context.Context, t time.Time) context.Context {
	return context.WithValue(ctx, atKey{}, t)
}

// Bend moves the desk's clock by an offset for the life of d: what asks d for the time gets the machine's
// time plus it. Call it before d is used; At still wins. The story plays on a bent clock.
func (d *DB) Bend(by time.Duration) { d.bent = by }

// Wall is the machine's clock, which nothing bends: what the kernel counts, as the deadlines of sockets, is
// in its time.
func Wall() time.Time { return time.Now() }

func (d *DB) now(ctx context.Context) time.Time {
	if t, ok := ctx.Value(atKey{}).(time.Time); ok {
		return t.UTC().Truncate(time.Microsecond)
	}
	return time.Now().Add(d.bent).UTC().Truncate(time.Microsecond)
}

// Micros is t as the database keeps it: microseconds since 1970 UTC, nil for the zero time.
func Micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// Time scans a BIGINT of microseconds into t, in UTC; NULL gives the zero time.
func Time(t *time.Time) sql.Scanner { return (*timeScanner)(t) }

type timeScanner time.Time

// Scan implements sql.Scanner.
func (s *timeScanner) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s = timeScanner{}
	case int64:
		*s = timeScanner(time.UnixMicro(v).UTC())
	default:
		return fmt.Errorf("db: a time column held %T", src)
	}
	return nil
}

// encode turns the argument types that stores use into those both drivers know.
func encode(args []any) []any {
	for i, a := range args {
		if t, ok := a.(time.Time); ok {
			args[i] = Micros(t)
		}
	}
	return args
}

// Null makes the zero value of T NULL, for optional foreign keys and unset texts.
func Null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// Zero scans a nullable column into dest, leaving the zero value for NULL.
func Zero[T any](dest *T) sql.Scanner { return zeroScanner[T]{dest} }

type zeroScanner[T any] struct{ dest *T }

// Scan implements sql.Scanner.
func (z zeroScanner[T]) Scan(src any) error {
	var n sql.Null[T]
	if err := n.Scan(src); err != nil {
		return err
	}
	*z.dest = n.V
	return nil
}
