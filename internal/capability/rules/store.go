package rules

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const ruleColumns = "r.id, r.kind, r.title, r.about, r.active, r.position, r.conditions, r.actions, r.author_id, r.created_at, r.updated_at"

func scanRule(row interface{ Scan(...any) error }, r *Rule) error {
	var conditions, actions []byte
	err := row.Scan(&r.ID, &r.Kind, &r.Title, &r.About, &r.Active, &r.Position, &conditions, &actions, &r.AuthorID,
		db.Time(&r.CreatedAt), db.Time(&r.UpdatedAt))
	if err != nil {
		return err
	}
	if r.Conditions, err = condition.Parse(conditions); err != nil {
		return err
	}
	r.Actions, err = parseActions(actions)
	return err
}

func findRules(ctx context.Context, q db.Querier) ([]Rule, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *Rule) error { return scanRule(row, r) },
		"SELECT "+ruleColumns+" FROM rules r ORDER BY r.kind DESC, r.position, r.id")
}

func findRule(ctx context.Context, q db.Querier, id int64) (r Rule, err error) {
	err = scanRule(q.QueryRow(ctx, "SELECT "+ruleColumns+" FROM rules r WHERE r.id = $1", id), &r)
	return r, db.OrNotFound(err, "There is no rule %d", id)
}

func lockRule(ctx context.Context, tx *db.Tx, id int64) (r Rule, err error) {
	err = scanRule(tx.QueryRow(ctx, "SELECT "+ruleColumns+" FROM rules r WHERE r.id = $1 "+db.Pick(tx, "", "FOR UPDATE"), id), &r)
	return r, db.OrNotFound(err, "There is no rule %d", id)
}

func anyRule(ctx context.Context, q db.Querier) (exists bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM rules)").Scan(&exists)
	return exists, err
}

// stampOf changes whenever rules do.
func stampOf(ctx context.Context, q db.Querier) (n int, last time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT count(*), max(updated_at) FROM rules").Scan(&n, db.Time(&last))
	return n, last, err
}

// lastStamp is never given again: two changes in one microsecond would look like one.
func lastStamp(ctx context.Context, tx *db.Tx) (last time.Time, err error) {
	_, last, err = stampOf(ctx, tx)
	return last, err
}

func storeRule(ctx context.Context, tx *db.Tx, r *Rule) error {
	conditions, err := json.Marshal(r.Conditions)
	if err != nil {
		return err
	}
	actions, err := json.Marshal(r.Actions)
	if err != nil {
		return err
	}
	last, err := lastStamp(ctx, tx)
	if err != nil {
		return err
	}
	if r.UpdatedAt = tx.Now(); !r.UpdatedAt.After(last) {
		r.UpdatedAt = last.Add(time.Microsecond)
	}
	args := []any{string(r.Kind), r.Title, people.FoldName(r.Title), r.About, r.Active, r.Position, string(conditions), string(actions),
		r.AuthorID, r.UpdatedAt}
	if r.ID == 0 {
		r.CreatedAt = r.UpdatedAt
		r.ID, err = tx.Insert(ctx, `INSERT INTO rules (kind, title, title_key, about, active, position, conditions, actions, author_id, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id`, args...)
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE rules SET kind = $1, title = $2, title_key = $3, about = $4, active = $5, position = $6, conditions = $7, actions = $8,
		author_id = $9, updated_at = $10 WHERE id = $11`, append(args, r.ID)...)
	return err
}

func deleteRule(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM rules WHERE id = $1", id)
	return err
}

func lastPosition(ctx context.Context, q db.Querier, kind Kind) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce(max(position), 0) FROM rules WHERE kind = $1", string(kind)).Scan(&n)
	return n, err
}

func insertFiring(ctx context.Context, tx *db.Tx, ruleID, ticketID int64, problem string) error {
	_, err := tx.Exec(ctx, "INSERT INTO rule_firings (rule_id, ticket_id, at, problem) VALUES ($1, $2, $3, $4)", ruleID, ticketID, tx.Now(), db.Text(problem))
	return err
}

// firedSince counts how often a rule fired on a ticket.
func firedSince(ctx context.Context, q db.Querier, ruleID, ticketID int64, since time.Time) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM rule_firings WHERE ticket_id = $1 AND rule_id = $2 AND at > $3", ticketID, ruleID, since).Scan(&n)
	return n, err
}

func firings(ctx context.Context, q db.Querier, since time.Time) ([]Deeds, error) {
	return db.All(ctx, q, func(row *sql.Rows, u *Deeds) error {
		return row.Scan(&u.Rule, &u.Fired, &u.Tickets, &u.Problems, db.Time(&u.Last), &u.Problem)
	}, `SELECT f.rule_id, count(*), count(DISTINCT f.ticket_id), count(*) FILTER (WHERE f.problem <> ''), max(f.at),
		coalesce((SELECT p.problem FROM rule_firings p WHERE p.rule_id = f.rule_id AND p.at > $1 AND p.problem <> '' ORDER BY p.id DESC LIMIT 1), '')
		FROM rule_firings f WHERE f.at > $1 GROUP BY f.rule_id`, since)
}

func dropFirings(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM rule_firings WHERE at < $1", before)
	return err
}
