package calendar

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

const current = `SELECT c.id, v.title, v.document, c.version, c.created_at, c.updated_at FROM calendars c
	JOIN calendar_versions v ON v.calendar_id = c.id AND v.version = c.version WHERE c.title_key IS NOT NULL`

func scanStored(row interface{ Scan(...any) error }, s *stored) error {
	var raw []byte
	if err := row.Scan(&s.ID, &s.Title, &raw, &s.Version, db.Time(&s.CreatedAt), db.Time(&s.UpdatedAt)); err != nil {
		return err
	}
	d, err := readDocument(raw)
	s.Spec, s.pins = d.Spec, d.Members
	for _, p := range d.Members {
		s.Members = append(s.Members, p.Calendar)
	}
	return err
}

func scanCurrent(row *sql.Rows, s *stored) error { return scanStored(row, s) }

// findAll lists the calendars by title.
func findAll(ctx context.Context, q db.Querier) ([]stored, error) {
	return db.All(ctx, q, scanCurrent, current+" ORDER BY c.title_key")
}

func find(ctx context.Context, q db.Querier, id int64) (s stored, err error) {
	err = scanStored(q.QueryRow(ctx, current+" AND c.id = $1", id), &s)
	return s, db.OrNotFound(err, "There is no calendar with the number %d", id)
}

func findByTitle(ctx context.Context, q db.Querier, title string) (s stored, err error) {
	err = scanStored(q.QueryRow(ctx, current+" AND c.title_key = $1", fold(title)), &s)
	return s, db.OrNotFound(err, "There is no calendar “%s”. Settings › Calendars lists those there are", title)
}

// findVersion gives a calendar's current version, 0 where there is none or none any more.
func findVersion(ctx context.Context, q db.Querier, id int64) (version int64, err error) {
	err = q.QueryRow(ctx, "SELECT version FROM calendars WHERE id = $1 AND title_key IS NOT NULL", id).Scan(&version)
	return version, db.OrNotFound(err, "There is no calendar with the number %d", id)
}

// findDocument reads one version, also of a calendar that is deleted.
func findDocument(ctx context.Context, q db.Querier, v pin) (title string, d document, err error) {
	var raw []byte
	err = q.QueryRow(ctx, "SELECT title, document FROM calendar_versions WHERE calendar_id = $1 AND version = $2", v.Calendar, v.Version).Scan(&title, &raw)
	if err != nil {
		return "", d, db.OrNotFound(err, "The calendar with the number %d has no version %d", v.Calendar, v.Version)
	}
	d, err = readDocument(raw)
	return title, d, err
}

// lockAll locks every calendar, in one order, and then reads them: a union pins the versions of its members, so one
// change at a time may happen. There are few of them, and they change rarely.
func lockAll(ctx context.Context, tx *db.Tx) ([]stored, error) {
	if _, err := db.Column[int64](ctx, tx, "SELECT id FROM calendars ORDER BY id"+db.Pick(tx, "", " FOR UPDATE")); err != nil {
		return nil, err
	}
	all, err := findAll(ctx, tx) // again: what another transaction added before this one had its locks is seen only now
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		at, err := event.Last(ctx, tx, Subject(s.ID))
		if err != nil {
			return nil, err
		}
		tx.NotBefore(at)
	}
	return all, nil
}

func anyCalendar(ctx context.Context, q db.Querier) (exists bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM calendars)").Scan(&exists)
	return exists, err
}

func insert(ctx context.Context, tx *db.Tx, title string) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO calendars (title_key, version, created_at, updated_at) VALUES ($1, 0, $2, $2) RETURNING id", fold(title), tx.Now())
}

// putVersion makes s.Version the current one.
func putVersion(ctx context.Context, tx *db.Tx, s stored) error {
	text, err := document{Spec: s.Spec, Members: s.pins}.text()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE calendars SET title_key = $2, version = $3, updated_at = $4 WHERE id = $1", s.ID, fold(s.Title), s.Version, tx.Now())
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO calendar_versions (calendar_id, version, title, document, saved_at) VALUES ($1, $2, $3, $4, $5)",
		s.ID, s.Version, s.Title, text, tx.Now())
	return err
}

// bury takes a calendar off the lists and leaves its versions.
func bury(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE calendars SET title_key = NULL, updated_at = $2 WHERE id = $1", id, tx.Now())
	return err
}
