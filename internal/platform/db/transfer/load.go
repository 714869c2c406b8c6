package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// most bounds the arguments of one INSERT: SQLite takes 32,766 (https://www.sqlite.org/limits.html §9).
const most = 16_000

// Load inserts the rows of lines, which Dump wrote for t. kinds are those of the table here: the engines
// write JSON differently.
func Load(ctx context.Context, tx *db.Tx, t Table, lines []byte) (rows int64, err error) {
	here, err := columnsOf(ctx, tx, t)
	if err != nil {
		return 0, err
	}
	batch := max(1, most/len(t.Columns))
	var args []any
	flush := func() error {
		if len(args) == 0 {
			return nil
		}
		_, err := tx.Exec(ctx, insertion(t, len(args)/len(t.Columns)), args...)
		args = nil
		return err
	}
	for line := range bytes.Lines(lines) {
		if args, err = appendRow(args, here, line); err != nil {
			return rows, fmt.Errorf("%s, row %d: %w", t.Name, rows+1, err)
		}
		rows++
		if len(args) >= batch*len(t.Columns) {
			if err := flush(); err != nil {
				return rows, fmt.Errorf("insert into %s: %w", t.Name, err)
			}
		}
	}
	if err := flush(); err != nil {
		return rows, fmt.Errorf("insert into %s: %w", t.Name, err)
	}
	return rows, nil
}

// columnsOf gives t's columns with the kinds they have here; a column that is not here is an error.
func columnsOf(ctx context.Context, tx *db.Tx, t Table) ([]Column, error) {
	all := tx.Value(columnsKey{}, func() any {
		found, err := columns(ctx, tx)
		return schema{found, err}
	}).(schema)
	if all.err != nil {
		return nil, all.err
	}
	kinds := map[string]Kind{}
	for _, c := range all.tables[t.Name] {
		kinds[c.Name] = c.Kind
	}
	out := make([]Column, len(t.Columns))
	for i, c := range t.Columns {
		kind, ok := kinds[c.Name]
		if !ok {
			return nil, fmt.Errorf("transfer: there is no column %s.%s here", t.Name, c.Name)
		}
		out[i] = Column{c.Name, kind}
	}
	return out, nil
}

type columnsKey struct{}

type schema struct {
	tables map[string][]Column
	err    error
}

func appendRow(args []any, columns []Column, line []byte) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return args, err
	}
	if len(raw) != len(columns) {
		return args, fmt.Errorf("%d values for %d columns", len(raw), len(columns))
	}
	for i, v := range raw {
		arg, err := value(columns[i].Kind, v)
		if err != nil {
			return args, fmt.Errorf("%s: %w", columns[i].Name, err)
		}
		args = append(args, arg)
	}
	return args, nil
}

func value(kind Kind, raw json.RawMessage) (any, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	switch kind {
	case Number:
		return decode[int64](raw)
	case Bool:
		return decode[bool](raw)
	case Bytes:
		return decode[[]byte](raw)
	}
	return decode[string](raw)
}

func decode[T any](raw json.RawMessage) (any, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}

func insertion(t Table, rows int) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	var q strings.Builder
	fmt.Fprintf(&q, "INSERT INTO %s (%s) VALUES ", t.Name, strings.Join(names, ", "))
	for r := range rows {
		if r > 0 {
			q.WriteString(", ")
		}
		q.WriteByte('(')
		for c := range names {
			if c > 0 {
				q.WriteString(", ")
			}
			fmt.Fprintf(&q, "$%d", r*len(names)+c+1)
		}
		q.WriteByte(')')
	}
	return q.String()
}

// Continue makes t give numbers above the last one it ever gave.
func Continue(ctx context.Context, tx *db.Tx, t Table) error {
	if !numbered(t) || t.Last == 0 {
		return nil
	}
	if tx.Engine() == db.PostgreSQL {
		_, err := tx.Exec(ctx, "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", t.Name, t.Last)
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM sqlite_sequence WHERE name = $1", t.Name); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", t.Name, t.Last)
	return err
}
