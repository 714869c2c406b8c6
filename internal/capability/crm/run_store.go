package crm

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const runColumns = `r.id, r.source, r.origin, r.state, r.busy, r.stopped, r.started_by, r.complete, r.day, r.progress, r.tries, r.next_at, r.said, r.version,
	r.confirmed_by, r.created_at, r.updated_at, r.finished_at`

func scanRun(row interface{ Scan(...any) error }, r *Run) error {
	var day string
	var progress []byte
	err := row.Scan(&r.ID, &r.Source, &r.Origin, &r.State, &r.Busy, &r.Stopped, &r.StartedBy, &r.Complete, &day, &progress, &r.Tries,
		db.Time(&r.NextAt), &r.Said,
		&r.version, &r.ConfirmedBy, db.Time(&r.CreatedAt), db.Time(&r.UpdatedAt), db.Time(&r.FinishedAt))
	if err != nil {
		return err
	}
	if r.Day, err = people.ParseDate("day", day); err != nil {
		return err
	}
	return json.Unmarshal(progress, &r.Progress)
}

func scanRuns(row *sql.Rows, r *Run) error { return scanRun(row, r) }

func findRun(ctx context.Context, q db.Querier, id int64) (r Run, err error) {
	err = scanRun(q.QueryRow(ctx, "SELECT "+runColumns+" FROM crm_runs r WHERE r.id = $1", id), &r)
	return r, db.OrNotFound(err, "There is no run with the number %d", id)
}

func lockRun(ctx context.Context, tx *db.Tx, id int64) (r Run, err error) {
	err = scanRun(tx.QueryRow(ctx, "SELECT "+runColumns+" FROM crm_runs r WHERE r.id = $1"+db.Pick(tx, "", " FOR UPDATE"), id), &r)
	return r, db.OrNotFound(err, "There is no run with the number %d", id)
}

func listRuns(ctx context.Context, q db.Querier, most int) ([]Run, error) {
	return db.All(ctx, q, scanRuns, "SELECT "+runColumns+" FROM crm_runs r ORDER BY r.id DESC LIMIT $1", most)
}

// busyRun gives the number of the run that is being worked at; 0 for none.
func busyRun(ctx context.Context, q db.Querier) (int64, error) {
	ids, err := db.Column[int64](ctx, q, "SELECT id FROM crm_runs WHERE busy")
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

func insertRun(ctx context.Context, tx *db.Tx, r Run) (int64, error) {
	progress, err := r.Progress.text()
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO crm_runs (source, origin, state, busy, started_by, complete, day, progress, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`, string(r.Source), r.Origin, string(r.State), r.Busy, r.StartedBy, r.Complete,
		people.FormatDate(r.Day), progress, r.CreatedAt, r.UpdatedAt)
}

// updateRun stores a run; false where its version is not the newest.
func updateRun(ctx context.Context, tx *db.Tx, r Run) (bool, error) {
	progress, err := r.Progress.text()
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `UPDATE crm_runs SET state = $1, busy = $2, stopped = $3, progress = $4, tries = $5, next_at = $6, said = $7, confirmed_by = $8,
		updated_at = $9, finished_at = $10, version = version + 1 WHERE id = $11 AND version = $12`, string(r.State), r.Busy, r.Stopped, progress, r.Tries, r.NextAt,
		r.Said, r.ConfirmedBy, r.UpdatedAt, r.FinishedAt, r.ID, r.version)
	return n > 0, err
}
