package sla

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const policyColumns = "id, title, description, position, active, filter, targets, warn, version, created_at, updated_at"

func scanPolicy(row interface{ Scan(...any) error }, p *Policy) error {
	var filter, targets, warn []byte
	err := row.Scan(&p.ID, &p.Title, &p.Description, &p.Position, &p.Active, &filter, &targets, &warn, &p.Version,
		db.Time(&p.CreatedAt), db.Time(&p.UpdatedAt))
	if err != nil {
		return err
	}
	for _, part := range []struct {
		raw  []byte
		into any
	}{{filter, &p.Filter}, {targets, &p.Targets}, {warn, &p.Warn}} {
		if err := json.Unmarshal(part.raw, part.into); err != nil {
			return fmt.Errorf("policy %d: %w", p.ID, err)
		}
	}
	return nil
}

func listPolicies(ctx context.Context, q db.Querier) ([]Policy, error) {
	return db.All(ctx, q, func(row *sql.Rows, p *Policy) error { return scanPolicy(row, p) },
		"SELECT "+policyColumns+" FROM sla_policies ORDER BY position, id")
}

func findPolicy(ctx context.Context, q db.Querier, id int64) (p Policy, err error) {
	err = scanPolicy(q.QueryRow(ctx, "SELECT "+policyColumns+" FROM sla_policies WHERE id = $1", id), &p)
	return p, db.OrNotFound(err, "There is no policy %d", id)
}

// lockPolicies lets one change of policies happen at a time: their places depend on one another.
func lockPolicies(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() == db.SQLite {
		return nil
	}
	_, err := tx.Exec(ctx, "LOCK TABLE sla_policies IN SHARE ROW EXCLUSIVE MODE")
	return err
}

func lastPosition(ctx context.Context, q db.Querier) (n int64, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce(max(position), 0) FROM sla_policies").Scan(&n)
	return n, err
}

// encode is for what always can be written as JSON.
func encode(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(raw)
}

func (p Policy) columns() []any {
	return []any{p.Title, titleKey(p.Title), p.Description, p.Position, p.Active, encode(p.Filter), encode(append([]Target{}, p.Targets...)),
		encode(append([]float64{}, p.Warn...)), p.Version, p.UpdatedAt}
}

func insertPolicy(ctx context.Context, tx *db.Tx, p Policy) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO sla_policies (title, title_key, description, position, active, filter, targets, warn, version, updated_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`, append(p.columns(), p.CreatedAt)...)
}

func updatePolicy(ctx context.Context, tx *db.Tx, p Policy) error {
	_, err := tx.Exec(ctx, `UPDATE sla_policies SET title = $1, title_key = $2, description = $3, position = $4, active = $5, filter = $6,
		targets = $7, warn = $8, version = $9, updated_at = $10 WHERE id = $11`, append(p.columns(), p.ID)...)
	return err
}

func deletePolicy(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM sla_policies WHERE id = $1", id)
	return err
}
