package paging

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const policyColumns = "id, title, steps, repeat_count, wait_empty, last_resort, last_resort_every, ack_timeout, version, created_at, updated_at"

func scanPolicy(row interface{ Scan(...any) error }, p *Policy) error {
	var steps, last []byte
	var every, again int64
	err := row.Scan(&p.ID, &p.Title, &steps, &p.Repeat, &p.WaitEmpty, &last, &every, &again, &p.Version, db.Time(&p.CreatedAt), db.Time(&p.UpdatedAt))
	if err != nil {
		return err
	}
	p.Every, p.AckTimeout = time.Duration(every)*time.Second, time.Duration(again)*time.Second
	if err := json.Unmarshal(steps, &p.Steps); err != nil {
		return fmt.Errorf("escalation policy %d: %w", p.ID, err)
	}
	if err := json.Unmarshal(last, &p.LastResort); err != nil {
		return fmt.Errorf("escalation policy %d: %w", p.ID, err)
	}
	return nil
}

func listPolicies(ctx context.Context, q db.Querier) ([]Policy, error) {
	return db.All(ctx, q, func(row *sql.Rows, p *Policy) error { return scanPolicy(row, p) },
		"SELECT "+policyColumns+" FROM paging_policies ORDER BY title_key")
}

func findPolicy(ctx context.Context, q db.Querier, id int64) (p Policy, err error) {
	err = scanPolicy(q.QueryRow(ctx, "SELECT "+policyColumns+" FROM paging_policies WHERE id = $1", id), &p)
	return p, db.OrNotFound(err, "There is no escalation policy %d", id)
}

func policyTitled(ctx context.Context, q db.Querier, title string) (p Policy, err error) {
	err = scanPolicy(q.QueryRow(ctx, "SELECT "+policyColumns+" FROM paging_policies WHERE title_key = $1", titleKey(title)), &p)
	return p, db.OrNotFound(err, "There is no escalation policy %s", title)
}

// firstPolicy gives the oldest policy, for a desk whose default is gone.
func firstPolicy(ctx context.Context, q db.Querier) (p Policy, err error) {
	err = scanPolicy(q.QueryRow(ctx, "SELECT "+policyColumns+" FROM paging_policies ORDER BY id LIMIT 1"), &p)
	return p, db.OrNotFound(err, "There is no escalation policy")
}

func lockPolicy(ctx context.Context, tx *db.Tx, id int64) (p Policy, err error) {
	err = scanPolicy(tx.QueryRow(ctx, "SELECT "+policyColumns+" FROM paging_policies WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), id), &p)
	return p, db.OrNotFound(err, "There is no escalation policy %d", id)
}

func (p Policy) columns() ([]any, error) {
	steps, err := json.Marshal(append([]escalation.Step{}, p.Steps...))
	if err != nil {
		return nil, err
	}
	last, err := json.Marshal(append([]escalation.Target{}, p.LastResort...))
	return []any{p.Title, titleKey(p.Title), string(steps), p.Repeat, p.WaitEmpty, string(last), int64(p.Every / time.Second),
		int64(p.AckTimeout / time.Second), p.Version, p.UpdatedAt}, err
}

func insertPolicy(ctx context.Context, tx *db.Tx, p Policy) (int64, error) {
	columns, err := p.columns()
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO paging_policies (title, title_key, steps, repeat_count, wait_empty, last_resort, last_resort_every, ack_timeout,
		version, updated_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id`, columns...)
}

func updatePolicy(ctx context.Context, tx *db.Tx, p Policy) error {
	columns, err := p.columns()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE paging_policies SET title = $1, title_key = $2, steps = $3, repeat_count = $4, wait_empty = $5, last_resort = $6,
		last_resort_every = $7, ack_timeout = $8, version = $9, updated_at = $10 WHERE id = $11`, append(columns, p.ID)...)
	return err
}

// deletePolicy removes a policy; its old pages go over to another.
func deletePolicy(ctx context.Context, tx *db.Tx, id, other int64) error {
	if _, err := tx.Exec(ctx, "UPDATE paging_pages SET policy_id = $2 WHERE policy_id = $1", id, other); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM paging_policies WHERE id = $1", id)
	return err
}
