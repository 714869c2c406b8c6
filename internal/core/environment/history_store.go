package environment

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func insertChange(ctx context.Context, tx *db.Tx, c Change) error {
	_, err := tx.Exec(ctx, "INSERT INTO environment_versions (environment_id, from_version, to_version, at, by_id, upgrade_id) VALUES ($1, $2, $3, $4, $5, $6)",
		c.EnvironmentID, c.From, c.To, c.At, db.Null(c.By), db.Null(c.UpgradeID))
	return err
}

func changesOf(ctx context.Context, q db.Querier, environmentID int64) ([]Change, error) {
	return db.All(ctx, q, func(row *sql.Rows, c *Change) error {
		return row.Scan(&c.ID, &c.EnvironmentID, &c.From, &c.To, db.Time(&c.At), db.Zero(&c.By), db.Zero(&c.UpgradeID))
	}, `SELECT id, environment_id, from_version, to_version, at, by_id, upgrade_id FROM environment_versions WHERE environment_id = $1 ORDER BY at DESC, id DESC`, environmentID)
}
