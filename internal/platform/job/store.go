package job

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// insert adds jobs of a kind, unless live ones have the same key, and gives their number.
func insert(ctx context.Context, tx *db.Tx, kind string, at time.Time, unique string, args ...[]byte) (int64, error) {
	var rows db.Values
	for _, a := range args {
		rows.Add(kind, string(a), at, db.Null(unique), tx.Now())
	}
	return tx.Exec(ctx, "INSERT INTO jobs (kind, args, scheduled_at, unique_key, created_at) VALUES "+rows.String()+
		" ON CONFLICT (kind, unique_key) WHERE unique_key IS NOT NULL AND state <> 'discarded' DO NOTHING", rows.Args()...)
}

func deleteWaiting(ctx context.Context, tx *db.Tx, kind, unique string) (bool, error) {
	n, err := tx.Exec(ctx, "DELETE FROM jobs WHERE kind = $1 AND unique_key = $2 AND state = 'available'", kind, unique)
	return n > 0, err
}

// claim leases up to n due jobs of the kinds this runner knows. Jobs whose lease ran out belong to a process
// that died: they are due again.
func (r *Runner) claim(ctx context.Context, n int) ([]Job, error) {
	if idle, err := r.nothingDue(ctx); err != nil || idle {
		return nil, err
	}
	return db.InTx(ctx, r.db, func(tx *db.Tx) ([]Job, error) {
		now := tx.Now()
		if _, err := tx.Exec(ctx, `UPDATE jobs SET state = 'available', lease_until = NULL, attempt = attempt - 1,
			crashes = crashes + 1 WHERE state = 'running' AND lease_until < $1`, now); err != nil {
			return nil, err
		}
		ids, err := db.Column[int64](ctx, tx, `SELECT id FROM jobs WHERE state = 'available' AND scheduled_at <= $1
			ORDER BY scheduled_at, id LIMIT $2 `+db.Pick(tx, "", "FOR UPDATE SKIP LOCKED"), now, n)
		if err != nil {
			return nil, err
		}
		jobs := make([]Job, 0, len(ids))
		for _, id := range ids {
			j, err := r.lease(ctx, tx, id)
			if err != nil {
				return nil, err
			}
			if j.Kind != "" {
				jobs = append(jobs, j)
			}
		}
		return jobs, nil
	})
}

func (r *Runner) nothingDue(ctx context.Context) (bool, error) {
	var due bool
	now := r.db.Now(ctx)
	err := r.db.Read().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'available' AND scheduled_at <= $1)
		OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND lease_until < $1)`, now).Scan(&due)
	return !due, err
}

// lease marks one job as running. A kind nobody here knows is put off: another binary may know it.
func (r *Runner) lease(ctx context.Context, tx *db.Tx, id int64) (Job, error) {
	var j Job
	if err := scanJob(tx.QueryRow(ctx, "SELECT "+columns+" FROM jobs WHERE id = $1", id), &j); err != nil {
		return j, err
	}
	if _, known := r.workers[j.Kind]; !known {
		_, err := tx.Exec(ctx, "UPDATE jobs SET scheduled_at = $1 WHERE id = $2", tx.Now().Add(time.Minute), id)
		return Job{}, err
	}
	j.Attempt++
	_, err := tx.Exec(ctx, "UPDATE jobs SET state = 'running', attempt = $1, lease_until = $2 WHERE id = $3",
		j.Attempt, tx.Now().Add(r.cfg.Lease), id)
	return j, err
}

// renew holds on to a job. Attempt and crashes are the fence: a runner that lost the job has older numbers.
func (r *Runner) renew(ctx context.Context, j Job) error {
	return r.db.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE jobs SET lease_until = $1 WHERE id = $2 AND attempt = $3 AND crashes = $4 AND state = 'running'",
			tx.Now().Add(r.cfg.Lease), j.ID, j.Attempt, j.Crashes)
		return err
	})
}

func (r *Runner) complete(ctx context.Context, j Job) error {
	return r.db.Group(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM jobs WHERE id = $1", j.ID)
		return err
	})
}

// release gives back a job that a shutdown interrupted; the try does not count.
func (r *Runner) release(ctx context.Context, j Job) error {
	return r.db.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE jobs SET state = 'available', lease_until = NULL, attempt = attempt - 1 WHERE id = $1", j.ID)
		return err
	})
}

const outage = 10 * time.Second // between tries while something the job needs is away

// postpone tries again soon and does not count the try.
func (r *Runner) postpone(ctx context.Context, j Job, cause error) error {
	return r.db.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE jobs SET state = 'available', lease_until = NULL, attempt = attempt - 1, scheduled_at = $1,
			last_error = $2 WHERE id = $3`, tx.Now().Add(outage), cause.Error(), j.ID)
		return err
	})
}

func (r *Runner) retry(ctx context.Context, j Job, cause error, wait time.Duration) error {
	return r.db.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE jobs SET state = 'available', lease_until = NULL, scheduled_at = $1, last_error = $2
			WHERE id = $3`, tx.Now().Add(wait), cause.Error(), j.ID)
		return err
	})
}

func (r *Runner) discard(ctx context.Context, w Worker, j Job, cause error) error {
	return r.db.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE jobs SET state = 'discarded', lease_until = NULL, last_error = $1 WHERE id = $2",
			cause.Error(), j.ID)
		if err != nil || w.Discarded == nil {
			return err
		}
		return w.Discarded(ctx, tx, j, cause)
	})
}

func (r *Runner) nextDue(ctx context.Context) (at time.Time, err error) {
	err = r.db.Read().QueryRow(ctx, "SELECT min(scheduled_at) FROM jobs WHERE state = 'available'").Scan(db.Time(&at))
	return at, err
}

// fireSchedules enqueues each schedule's job once per slot, whichever process comes first, and gives the
// start of the next slot. A slot missed while nobody ran is made up once, not many times.
func (r *Runner) fireSchedules(ctx context.Context) (next time.Time, err error) {
	now := r.db.Now(ctx)
	for _, s := range r.schedules {
		slot := now.UnixMicro() / s.Every.Microseconds()
		start := time.UnixMicro((slot + 1) * s.Every.Microseconds()).UTC()
		if next.IsZero() || start.Before(next) {
			next = start
		}
		if err := r.fire(ctx, s, slot); err != nil {
			return next, fmt.Errorf("schedule %s: %w", s.Name, err)
		}
	}
	return next, nil
}

func (r *Runner) fire(ctx context.Context, s Schedule, slot int64) error {
	var last int64
	err := r.db.Read().QueryRow(ctx, "SELECT slot FROM job_slots WHERE name = $1", s.Name).Scan(&last)
	if err == nil && last >= slot {
		return nil
	}
	if err != nil && !db.IsNoRows(err) {
		return err
	}
	return r.db.Do(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `INSERT INTO job_slots (name, slot) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET slot = excluded.slot WHERE job_slots.slot < excluded.slot`, s.Name, slot)
		if err != nil || n == 0 {
			return err
		}
		_, err = Enqueue(ctx, tx, s.Kind, struct{}{}, Options{Unique: "schedule:" + s.Name})
		return err
	})
}

const columns = "id, kind, args, attempt, crashes, scheduled_at, created_at, last_error"

func scanJob(row interface{ Scan(...any) error }, j *Job) error {
	return row.Scan(&j.ID, &j.Kind, (*[]byte)(&j.Args), &j.Attempt, &j.Crashes, db.Time(&j.ScheduledAt), db.Time(&j.CreatedAt), &j.LastError)
}

// Discarded lists jobs that were given up, newest first, for the admin page.
func Discarded(ctx context.Context, q db.Querier, limit int) ([]Job, error) {
	return db.All(ctx, q, func(row *sql.Rows, j *Job) error { return scanJob(row, j) },
		"SELECT "+columns+" FROM jobs WHERE state = 'discarded' ORDER BY id DESC LIMIT $1", limit)
}

// Revive makes a discarded job available again, with its tries forgotten. fault.NotFound when no such job is
// discarded, fault.Conflict while a live one of the same kind and Unique key does its work.
func Revive(ctx context.Context, tx *db.Tx, id int64) error {
	var live bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM jobs l WHERE l.kind = j.kind AND l.unique_key = j.unique_key AND l.state <> 'discarded')
		FROM jobs j WHERE j.id = $1 AND j.state = 'discarded' `+db.Pick(tx, "", "FOR UPDATE"), id).Scan(&live)
	if err == nil && !live {
		_, err = tx.Exec(ctx, "UPDATE jobs SET state = 'available', attempt = 0, crashes = 0, scheduled_at = $1 WHERE id = $2", tx.Now(), id)
	}
	if live || db.IsUnique(err) { // or it came between the two statements
		return fault.New(fault.Conflict, "Another job does the work of job %d already", id)
	}
	if err == nil {
		tx.AfterCommit(tx.Signal("job"))
	}
	return db.OrNotFound(err, "There is no discarded job %d", id)
}

// Depth counts the live jobs per kind and the age of the oldest due one, for health and metrics.
type Depth struct {
	Kind   string
	Count  int
	Oldest time.Time // the earliest scheduled_at
}

// Depths lists the queue's depth per kind.
func Depths(ctx context.Context, q db.Querier) ([]Depth, error) {
	return db.All(ctx, q, func(row *sql.Rows, d *Depth) error { return row.Scan(&d.Kind, &d.Count, db.Time(&d.Oldest)) },
		"SELECT kind, count(*), min(scheduled_at) FROM jobs WHERE state <> 'discarded' GROUP BY kind ORDER BY kind")
}
