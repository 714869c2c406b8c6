package emergency

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const callColumns = "id, emergency_id, link, started_by, started_at, ended_at, break_from, break_until, silent_since, problem, problem_at"

func scanCall(row *sql.Rows, c *Call) error {
	return row.Scan(&c.ID, &c.EmergencyID, &c.Link, &c.StartedBy, db.Time(&c.StartedAt), db.Time(&c.EndedAt), db.Time(&c.BreakFrom),
		db.Time(&c.BreakUntil), db.Time(&c.SilentSince), &c.Problem, db.Time(&c.ProblemAt))
}

func findOpenCall(ctx context.Context, q db.Querier, emergencyID int64) (c Call, ok bool, err error) {
	all, err := db.All(ctx, q, scanCall, "SELECT "+callColumns+" FROM emergency_calls WHERE emergency_id = $1 AND ended_at IS NULL", emergencyID)
	if err != nil || len(all) == 0 {
		return c, false, err
	}
	return all[0], true, nil
}

func findCall(ctx context.Context, q db.Querier, id int64) (Call, error) {
	all, err := db.All(ctx, q, scanCall, "SELECT "+callColumns+" FROM emergency_calls WHERE id = $1", id)
	return only(all, err, "There is no call %d", id)
}

func insertCall(ctx context.Context, tx *db.Tx, c *Call) (err error) {
	c.ID, err = tx.Insert(ctx, `INSERT INTO emergency_calls (emergency_id, link, started_by, started_at, break_from, silent_since, problem, problem_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, c.EmergencyID, c.Link, c.StartedBy, c.StartedAt, c.BreakFrom, c.SilentSince, c.Problem, c.ProblemAt)
	return err
}

func saveCall(ctx context.Context, tx *db.Tx, c Call) error {
	_, err := tx.Exec(ctx, `UPDATE emergency_calls SET ended_at = $2, break_from = $3, break_until = $4, silent_since = $5, problem = $6, problem_at = $7
		WHERE id = $1`, c.ID, c.EndedAt, c.BreakFrom, c.BreakUntil, c.SilentSince, c.Problem, c.ProblemAt)
	return err
}

// tellOnce keeps that a timer spoke; false: it did so before.
func tellOnce(ctx context.Context, tx *db.Tx, callID int64, t Timer, due time.Time) (bool, error) {
	n, err := tx.Exec(ctx, "INSERT INTO emergency_told (call_id, kind, due_at) VALUES ($1, $2, $3) ON CONFLICT (call_id, kind, due_at) DO NOTHING",
		callID, string(t), due)
	return n > 0, err
}
