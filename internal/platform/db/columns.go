package db

import (
	"context"
	"database/sql"
)

// Columns lists the columns of every table, sorted, so that a test can compare the engines and a move
// between them knows what to copy. Search tables, which differ by design, are for the caller to leave out.
func Columns(ctx context.Context, q Querier) (map[string][]string, error) {
	type column struct{ table, name string }
	query := Pick(q,
		`SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2`,
		`SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`)
	all, err := All(ctx, q, func(row *sql.Rows, c *column) error { return row.Scan(&c.table, &c.name) }, query)
	tables := map[string][]string{}
	for _, c := range all {
		tables[c.table] = append(tables[c.table], c.name)
	}
	return tables, err
}
