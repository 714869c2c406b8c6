package config

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func listManaged(ctx context.Context, q db.Querier) ([]managed, error) {
	return db.All(ctx, q, func(row *sql.Rows, m *managed) error { return row.Scan(&m.folder, &m.name, &m.file, &m.body) },
		"SELECT folder, name, file, body FROM config_managed ORDER BY folder, name_key")
}

func findManaged(ctx context.Context, q db.Querier, folder, name string) (file string, err error) {
	err = q.QueryRow(ctx, "SELECT file FROM config_managed WHERE folder = $1 AND name_key = $2", folder, people.FoldName(name)).Scan(&file)
	if db.IsNoRows(err) {
		return "", nil
	}
	return file, err
}

func putManaged(ctx context.Context, tx *db.Tx, m managed) error {
	_, err := tx.Exec(ctx, `INSERT INTO config_managed (folder, name_key, name, file, body) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (folder, name_key) DO UPDATE SET name = excluded.name, file = excluded.file, body = excluded.body`,
		m.folder, people.FoldName(m.name), m.name, m.file, m.body)
	return err
}

func deleteManaged(ctx context.Context, tx *db.Tx, folder, name string) error {
	_, err := tx.Exec(ctx, "DELETE FROM config_managed WHERE folder = $1 AND name_key = $2", folder, people.FoldName(name))
	return err
}

func anyManaged(ctx context.Context, q db.Querier, folder string) (exists bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM config_managed WHERE folder = $1)", folder).Scan(&exists)
	return exists, err
}
