// Package transfer writes the rows of a whole desk in a form that both engines read: a backup of SQLite
// restores into PostgreSQL, and the reverse. One line of JSON is one row: an array in the order of the
// table's columns, bytes in base64.
package transfer

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Kind is how a column's values are written.
type Kind string

// The kinds. Times are numbers: microseconds since 1970 UTC.
const (
	Number Kind = "number"
	Text   Kind = "text"
	JSON   Kind = "json" // a text that holds JSON
	Bool   Kind = "bool"
	Bytes  Kind = "bytes"
)

// Column is a column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Table is a table whose rows are copied.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Rows    int64    `json:"rows"`
	Chunks  int      `json:"chunks"` // pieces into which the rows were written
	// Last is the highest number the table ever gave to a row; 0 where it gives none.
	Last int64 `json:"last,omitempty"`

	parents []string
}

// Passing tables hold what a restored desk must not know: who was signed in.
var passing = []string{"sessions"}

// Tables lists the tables of a desk, each after those it refers to. What an engine keeps for itself (version
// tables, search indexes) is not among them.
func Tables(ctx context.Context, q db.Querier) ([]Table, error) {
	columns, err := columns(ctx, q)
	if err != nil {
		return nil, err
	}
	parents, err := parents(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []Table
	for name, cols := range columns {
		if strings.HasPrefix(name, "migrations_") || slices.Contains(passing, name) {
			continue
		}
		all = append(all, Table{Name: name, Columns: cols, parents: parents[name]})
	}
	slices.SortFunc(all, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	return ordered(all)
}

// ordered puts every table behind its parents.
func ordered(all []Table) ([]Table, error) {
	var out []Table
	placed := map[string]bool{}
	for len(out) < len(all) {
		before := len(out)
		for _, t := range all {
			if !placed[t.Name] && ready(t, placed) {
				placed[t.Name] = true
				out = append(out, t)
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("transfer: tables refer to one another in a circle")
		}
	}
	return out, nil
}

func ready(t Table, placed map[string]bool) bool {
	return !slices.ContainsFunc(t.parents, func(p string) bool { return p != t.Name && !placed[p] })
}

// Empty reports whether no table holds a row.
func Empty(ctx context.Context, q db.Querier, tables []Table) (bool, error) {
	for _, t := range tables {
		var found bool
		if err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.Name+")").Scan(&found); err != nil || found {
			return false, err
		}
	}
	return true, nil
}

func columns(ctx context.Context, q db.Querier) (map[string][]Column, error) {
	type row struct{ table, name, kind string }
	// SQLite's virtual tables and their shadows are search indexes, which triggers fill.
	all, err := db.All(ctx, q, func(r *sql.Rows, c *row) error { return r.Scan(&c.table, &c.name, &c.kind) }, db.Pick(q,
		`SELECT t.name, c.name, c.type FROM pragma_table_list t JOIN pragma_table_info(t.name) c
		 WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY t.name, c.name`,
		`SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
		 JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
		 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.column_name`))
	tables := map[string][]Column{}
	for _, c := range all {
		tables[c.table] = append(tables[c.table], Column{c.name, kindOf(c.kind)})
	}
	return tables, err
}

func kindOf(declared string) Kind {
	switch strings.ToLower(declared) {
	case "integer", "bigint":
		return Number
	case "boolean":
		return Bool
	case "jsonb":
		return JSON
	case "blob", "bytea":
		return Bytes
	}
	return Text
}

func parents(ctx context.Context, q db.Querier) (map[string][]string, error) {
	type row struct{ table, parent string }
	all, err := db.All(ctx, q, func(r *sql.Rows, c *row) error { return r.Scan(&c.table, &c.parent) }, db.Pick(q,
		`SELECT t.name, f."table" FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f WHERE t.schema = 'main' AND t.type = 'table'`,
		`SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'`))
	out := map[string][]string{}
	for _, r := range all {
		out[r.table] = append(out[r.table], r.parent)
	}
	return out, err
}
