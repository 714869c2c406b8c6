package incident

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// findComponents lists all components by their place.
func findComponents(ctx context.Context, q db.Querier) ([]Component, error) {
	return db.All(ctx, q, func(row *sql.Rows, c *Component) error {
		return row.Scan(&c.ID, &c.Code, &c.Title, &c.About, db.Zero(&c.GroupID), &c.IsGroup, &c.Position, &c.Showcase, &c.OnlyIfDegraded, &c.Health,
			db.Time(&c.StartAt), db.Time(&c.CreatedAt), db.Time(&c.UpdatedAt))
	}, `SELECT id, code, title, about, group_id, is_group, position, showcase, only_if_degraded, health, start_at, created_at, updated_at
		FROM incident_components ORDER BY position, id`)
}

// storeComponent adds or changes all of a component but its health.
func storeComponent(ctx context.Context, tx *db.Tx, c *Component) (err error) {
	if c.ID != 0 {
		_, err = tx.Exec(ctx, `UPDATE incident_components SET title = $2, about = $3, group_id = $4, is_group = $5, position = $6, showcase = $7,
			only_if_degraded = $8, updated_at = $9 WHERE id = $1`,
			c.ID, db.Text(c.Title), db.Text(c.About), db.Null(c.GroupID), c.IsGroup, c.Position, c.Showcase, c.OnlyIfDegraded, tx.Now())
		return err
	}
	if c.StartAt.IsZero() {
		c.StartAt = tx.Now()
	}
	c.ID, err = tx.Insert(ctx, `INSERT INTO incident_components (code, title, about, group_id, is_group, position, showcase, only_if_degraded, start_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id`,
		newCode(), db.Text(c.Title), db.Text(c.About), db.Null(c.GroupID), c.IsGroup, c.Position, c.Showcase, c.OnlyIfDegraded, c.StartAt, tx.Now())
	return err
}

// componentUsed reports whether an impact was ever published.
func componentUsed(ctx context.Context, q db.Querier, id int64) (used bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM incident_impacts WHERE component_id = $1)", id).Scan(&used)
	return used, err
}

func deleteComponent(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM incident_components WHERE id = $1", id)
	return err
}

// setHealth changes a component's health at a moment, and keeps how long it was not well.
func setHealth(ctx context.Context, tx *db.Tx, incident int64, component int64, h Health, at time.Time) error {
	if _, err := tx.Exec(ctx, "UPDATE incident_components SET health = $2, updated_at = $3 WHERE id = $1", component, string(h), at); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE incident_impacts SET until_at = $2 WHERE component_id = $1 AND until_at IS NULL", component, at); err != nil {
		return err
	}
	if h == Operational {
		return nil
	}
	_, err := tx.Exec(ctx, "INSERT INTO incident_impacts (component_id, incident_id, health, from_at) VALUES ($1, $2, $3, $4)",
		component, incident, string(h), at)
	return err
}

// Impact windows of components that reach behind a moment.
func findImpacts(ctx context.Context, q db.Querier, since time.Time) ([]Window, error) {
	return db.All(ctx, q, func(row *sql.Rows, w *Window) error {
		return row.Scan(&w.Component, &w.Incident, &w.Health, db.Time(&w.From), db.Time(&w.Until))
	}, `SELECT component_id, incident_id, health, from_at, until_at FROM incident_impacts
		WHERE until_at IS NULL OR until_at > $1 ORDER BY from_at, id`, since)
}
