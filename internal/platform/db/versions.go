package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

const versionTable = "migrations_"

// Versions gives the newest migration of each module that the database holds; a module without a table is
// left out, so an empty database gives an empty map.
func Versions(ctx context.Context, q Querier) (map[string]int64, error) {
	tables, err := Column[string](ctx, q, Pick(q,
		`SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'migrations\_%' ESCAPE '\'`,
		`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name LIKE 'migrations\_%'`))
	if err != nil {
		return nil, err
	}
	versions := map[string]int64{}
	for _, t := range tables {
		var v sql.NullInt64
		if err := q.QueryRow(ctx, "SELECT max(version_id) FROM "+t).Scan(&v); err != nil {
			return nil, err
		}
		versions[strings.TrimPrefix(t, versionTable)] = v.Int64
	}
	return versions, nil
}

// MigrateTo brings each module of an empty database up to the version given, so that rows of that age fit.
// Modules without a version are left alone. A version this binary does not know is an error.
func (d *DB) MigrateTo(ctx context.Context, all []Migrations, versions map[string]int64) error {
	known := map[string]bool{}
	for _, m := range all {
		known[m.Module] = true
		v, ok := versions[m.Module]
		if !ok || v == 0 {
			continue
		}
		p, err := d.provider(m)
		if err != nil {
			return fmt.Errorf("migrate %s: %w", m.Module, err)
		}
		if newest := newest(p); v > newest {
			return fmt.Errorf("migrate %s: version %d is newer than this program, which knows %d", m.Module, v, newest)
		}
		if _, err := p.UpTo(ctx, v); err != nil {
			return fmt.Errorf("migrate %s to %d: %w", m.Module, v, err)
		}
	}
	for module := range versions {
		if !known[module] {
			return fmt.Errorf("migrate: this program has no part called %s", module)
		}
	}
	return nil
}

// Known gives the newest migration that this program has of each module.
func (d *DB) Known(all []Migrations) (map[string]int64, error) {
	versions := map[string]int64{}
	for _, m := range all {
		p, err := d.provider(m)
		if err != nil {
			return nil, fmt.Errorf("migrate %s: %w", m.Module, err)
		}
		versions[m.Module] = newest(p)
	}
	return versions, nil
}
