package oncall

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

const latest = `SELECT s.id, v.title, v.document, v.version, v.saved_at, v.effective_at FROM oncall_schedules s
	JOIN oncall_versions v ON v.schedule_id = s.id AND v.version = s.version WHERE s.title_key IS NOT NULL`

func scanSchedule(row interface{ Scan(...any) error }, s *Schedule) error {
	var raw []byte
	err := row.Scan(&s.ID, &s.Title, &raw, &s.Version, db.Time(&s.UpdatedAt), db.Time(&s.EffectiveAt))
	if err != nil {
		return err
	}
	s.Plan, err = readPlan(raw)
	return err
}

// findSchedules lists the schedules by title, as they were last saved.
func findSchedules(ctx context.Context, q db.Querier) ([]Schedule, error) {
	return db.All(ctx, q, func(row *sql.Rows, s *Schedule) error { return scanSchedule(row, s) }, latest+" ORDER BY s.title_key")
}

func findSchedule(ctx context.Context, q db.Querier, id int64) (s Schedule, err error) {
	err = scanSchedule(q.QueryRow(ctx, latest+" AND s.id = $1", id), &s)
	return s, db.OrNotFound(err, "There is no on-call schedule with the number %d", id)
}

func findTitled(ctx context.Context, q db.Querier, title string) (s Schedule, err error) {
	err = scanSchedule(q.QueryRow(ctx, latest+" AND s.title_key = $1", fold(title)), &s)
	return s, db.OrNotFound(err, "There is no on-call schedule “%s”. The page On-call lists those there are", title)
}

// findVersions lists every version of a schedule, the oldest first. A deleted one still has them.
func findVersions(ctx context.Context, q db.Querier, id int64) ([]Schedule, error) {
	return db.All(ctx, q, func(row *sql.Rows, s *Schedule) error { return scanSchedule(row, s) },
		"SELECT schedule_id, title, document, version, saved_at, effective_at FROM oncall_versions WHERE schedule_id = $1 ORDER BY version", id)
}

// findAllVersions is findVersions for every schedule that there is.
func findAllVersions(ctx context.Context, q db.Querier) ([]Schedule, error) {
	return db.All(ctx, q, func(row *sql.Rows, s *Schedule) error { return scanSchedule(row, s) },
		`SELECT v.schedule_id, v.title, v.document, v.version, v.saved_at, v.effective_at FROM oncall_versions v
		JOIN oncall_schedules s ON s.id = v.schedule_id WHERE s.title_key IS NOT NULL ORDER BY s.title_key, v.version`)
}

// lockSchedule keeps a schedule from changing until the transaction ends, and moves the transaction behind its last fact.
func lockSchedule(ctx context.Context, tx *db.Tx, id int64) (Schedule, error) {
	if _, err := db.Column[int64](ctx, tx, "SELECT id FROM oncall_schedules WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), id); err != nil {
		return Schedule{}, err
	}
	s, err := findSchedule(ctx, tx, id)
	if err != nil {
		return s, err
	}
	at, err := event.Last(ctx, tx, Subject(id))
	tx.NotBefore(at)
	return s, err
}

func insertSchedule(ctx context.Context, tx *db.Tx, title string) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO oncall_schedules (title_key, version, created_at, updated_at) VALUES ($1, 0, $2, $2) RETURNING id",
		fold(title), tx.Now())
}

// putVersion makes s.Version the latest, from s.EffectiveAt on.
func putVersion(ctx context.Context, tx *db.Tx, s Schedule) error {
	text, err := s.text()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE oncall_schedules SET title_key = $2, version = $3, updated_at = $4 WHERE id = $1", s.ID,
		fold(s.Title), s.Version, tx.Now()); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO oncall_versions (schedule_id, version, title, document, saved_at, effective_at) VALUES ($1, $2, $3, $4, $5, $6)",
		s.ID, s.Version, s.Title, text, tx.Now(), s.EffectiveAt)
	return err
}

// burySchedule takes a schedule off the lists and leaves its versions.
func burySchedule(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE oncall_schedules SET title_key = NULL, updated_at = $2 WHERE id = $1", id, tx.Now())
	return err
}

func anySchedule(ctx context.Context, q db.Querier) (exists bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM oncall_schedules)").Scan(&exists)
	return exists, err
}

// absent is a stretch in which somebody's account was switched off; the zero Until is still.
type absent struct {
	UserID      int64
	From, Until time.Time
}

func findGone(ctx context.Context, q db.Querier) ([]absent, error) {
	return db.All(ctx, q, func(row *sql.Rows, a *absent) error { return row.Scan(&a.UserID, db.Time(&a.From), db.Time(&a.Until)) },
		"SELECT user_id, from_at, until_at FROM oncall_gone ORDER BY id")
}

func insertGone(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO oncall_gone (user_id, from_at) VALUES ($1, $2)", userID, tx.Now())
	return err
}

func endGone(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, "UPDATE oncall_gone SET until_at = $2 WHERE user_id = $1 AND until_at IS NULL", userID, tx.Now())
	return err
}
