package ticket

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const viewColumns = "v.id, v.title, v.query, v.sort, v.owner_id, v.position, v.conditions"

func scanView(row interface{ Scan(...any) error }, v *View) error {
	var conditions []byte
	if err := row.Scan(&v.ID, &v.Title, &v.Query, &v.Sort, db.Zero(&v.OwnerID), &v.Position, &conditions); err != nil {
		return err
	}
	var err error
	v.Conditions, err = condition.Parse(conditions)
	return err
}

func findViews(ctx context.Context, q db.Querier, owner int64) ([]View, error) {
	return db.All(ctx, q, func(row *sql.Rows, v *View) error { return scanView(row, v) },
		"SELECT "+viewColumns+` FROM views v WHERE v.owner_id IS NULL OR v.owner_id = $1
		ORDER BY v.owner_id IS NOT NULL, v.position, v.id`, owner)
}

func findView(ctx context.Context, q db.Querier, id, owner int64) (v View, err error) {
	err = scanView(q.QueryRow(ctx, "SELECT "+viewColumns+" FROM views v WHERE v.id = $1 AND (v.owner_id IS NULL OR v.owner_id = $2)", id, owner), &v)
	return v, db.OrNotFound(err, "There is no view %d", id)
}

func lockView(ctx context.Context, tx *db.Tx, id int64) (v View, err error) {
	query := "SELECT " + viewColumns + " FROM views v WHERE v.id = $1 " + db.Pick(tx, "", "FOR UPDATE")
	return v, db.OrNotFound(scanView(tx.QueryRow(ctx, query, id), &v), "There is no view %d", id)
}

func anyView(ctx context.Context, q db.Querier) (exists bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM views)").Scan(&exists)
	return exists, err
}

// storeView gives a new view its number.
func storeView(ctx context.Context, tx *db.Tx, v *View) error {
	conditions, err := json.Marshal(v.Conditions)
	if err != nil {
		return err
	}
	args := []any{v.Title, v.Query, v.Sort, db.Null(v.OwnerID), v.Position, tx.Now(), string(conditions)}
	if v.ID == 0 {
		v.ID, err = tx.Insert(ctx, `INSERT INTO views (title, query, sort, owner_id, position, updated_at, conditions)
			VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`, args...)
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE views SET title = $1, query = $2, sort = $3, owner_id = $4, position = $5, updated_at = $6, conditions = $7
		WHERE id = $8`, append(args, v.ID)...)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no view %d", v.ID)
	}
	return err
}

func deleteView(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM views WHERE id = $1", id)
	return err
}
