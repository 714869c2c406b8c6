package review

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const goalColumns = "SELECT id, organization_id, quarter, kind, title, about, owner_id, state, carried_from, by_id, at FROM review_goals "

func scanGoal(row interface{ Scan(...any) error }, g *Goal) error {
	return row.Scan(&g.ID, &g.OrganizationID, &g.Quarter, &g.Kind, &g.Title, &g.About, db.Zero(&g.OwnerID), &g.State,
		db.Zero(&g.CarriedFrom), &g.By, db.Time(&g.At))
}

func findGoal(ctx context.Context, q db.Querier, id int64) (g Goal, err error) {
	err = scanGoal(q.QueryRow(ctx, goalColumns+"WHERE id = $1", id), &g)
	return g, db.OrNotFound(err, "There is no goal %d", id)
}

func goalsOf(ctx context.Context, q db.Querier, organization int64, quarter Period) ([]Goal, error) {
	return db.All(ctx, q, func(row *sql.Rows, g *Goal) error { return scanGoal(row, g) },
		goalColumns+"WHERE organization_id = $1 AND quarter = $2 ORDER BY kind, id LIMIT 200", organization, string(quarter))
}

func insertGoal(ctx context.Context, tx *db.Tx, g Goal) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO review_goals (organization_id, quarter, kind, title, about, owner_id, state, carried_from, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`, g.OrganizationID, string(g.Quarter), string(g.Kind), db.Text(g.Title), db.Text(g.About),
		db.Null(g.OwnerID), string(g.State), db.Null(g.CarriedFrom), g.By, g.At)
}

func updateGoal(ctx context.Context, tx *db.Tx, g Goal) error {
	n, err := tx.Exec(ctx, "UPDATE review_goals SET quarter = $1, kind = $2, title = $3, about = $4, owner_id = $5, state = $6 WHERE id = $7 AND organization_id = $8",
		string(g.Quarter), string(g.Kind), db.Text(g.Title), db.Text(g.About), db.Null(g.OwnerID), string(g.State), g.ID, g.OrganizationID)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "This account has no goal %d", g.ID)
	}
	return err
}
