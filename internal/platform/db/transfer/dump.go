package transfer

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// chunkSize is about how many bytes of rows are handed out at once.
const chunkSize = 4 << 20

// Dump hands out the rows of t in pieces of whole lines, and gives t with its counts. Call it for all tables
// on one db.Snapshot.
func Dump(ctx context.Context, q db.Querier, t Table, chunk func(n int, lines []byte) error) (Table, error) {
	query := selection(q, t)
	rows, err := q.Query(ctx, query)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	values, dest := row(t)
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return t, fmt.Errorf("read %s: %w", t.Name, err)
		}
		if err := enc.Encode(values); err != nil {
			return t, err
		}
		t.Rows++
		if b.Len() >= chunkSize {
			if err := t.flush(&b, chunk); err != nil {
				return t, err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return t, err
	}
	if b.Len() > 0 {
		if err := t.flush(&b, chunk); err != nil {
			return t, err
		}
	}
	rows.Close()
	t.Last, err = last(ctx, q, t)
	return t, err
}

func (t *Table) flush(b *bytes.Buffer, chunk func(int, []byte) error) error {
	t.Chunks++
	err := chunk(t.Chunks, b.Bytes())
	b.Reset()
	return err
}

// selection reads every column in the form that both engines know.
func selection(q db.Querier, t Table) string {
	list := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = c.Name
		switch c.Kind {
		case Bool:
			list[i] = db.Pick(q, c.Name, c.Name+"::int")
		case JSON:
			list[i] = c.Name + "::text" // of PostgreSQL alone: SQLite keeps JSON as text
		}
	}
	query := "SELECT " + strings.Join(list, ", ") + " FROM " + t.Name
	if numbered(t) {
		query += " ORDER BY id" // a row may refer to an earlier one of its own table
	}
	return query
}

func numbered(t Table) bool {
	for _, c := range t.Columns {
		if c.Name == "id" && c.Kind == Number {
			return true
		}
	}
	return false
}

// row makes places to scan into, and the array that is written from them.
func row(t Table) (values, dest []any) {
	values, dest = make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Kind {
		case Number:
			values[i], dest[i] = nullable[int64](new(sql.Null[int64]))
		case Bool:
			values[i], dest[i] = nullable[bool](new(sql.Null[bool]))
		case Bytes:
			b := new([]byte)
			values[i], dest[i] = b, b
		default:
			values[i], dest[i] = nullable[string](new(sql.Null[string]))
		}
	}
	return values, dest
}

func nullable[T any](n *sql.Null[T]) (value, dest any) { return orNull[T]{n}, n }

type orNull[T any] struct{ *sql.Null[T] }

// MarshalJSON writes null for NULL.
func (n orNull[T]) MarshalJSON() ([]byte, error) {
	if !n.Valid {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(n.V)
	return bytes.TrimSpace(b.Bytes()), err
}

// last finds the highest number ever given, so that no restored desk gives a number twice.
func last(ctx context.Context, q db.Querier, t Table) (n int64, err error) {
	if !numbered(t) {
		return 0, nil
	}
	if q.Engine() == db.SQLite {
		err = q.QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = $1", t.Name).Scan(&n)
		return n, err
	}
	var sequence string
	if err := q.QueryRow(ctx, "SELECT coalesce(pg_get_serial_sequence($1, 'id'), '')", t.Name).Scan(&sequence); err != nil || sequence == "" {
		return 0, err
	}
	err = q.QueryRow(ctx, "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM "+sequence).Scan(&n)
	return n, err
}
