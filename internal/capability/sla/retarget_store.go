package sla

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// where finds the open tickets that a change may concern. Of a calendar it knows which tickets run by it.
func (c deskChange) where(w *db.Where) string {
	w.And("t.status < 5")
	switch c.scope {
	case scopeOrganization:
		w.And("t.organization_id = ?", c.id)
	case scopeCalendar:
		w.And("k.calendar_id = ?", c.id)
		return " FROM sla_tickets k JOIN tickets t ON t.id = k.ticket_id WHERE k.live AND "
	}
	return " FROM tickets t WHERE "
}

// affected lists the next of them behind a number.
func affected(ctx context.Context, q db.Querier, c deskChange, after int64, limit int) ([]int64, error) {
	var w db.Where
	from := c.where(&w)
	w.And("t.id > ?", after)
	tail := w.Bind(" ORDER BY t.id LIMIT ?", limit)
	return db.Column[int64](ctx, q, "SELECT t.id"+from+w.String()+tail, w.Args()...)
}

func countAffected(ctx context.Context, q db.Querier, c deskChange) (n int, err error) {
	var w db.Where
	from := c.where(&w)
	err = q.QueryRow(ctx, "SELECT count(*)"+from+w.String(), w.Args()...).Scan(&n)
	return n, err
}

func insertRetarget(ctx context.Context, tx *db.Tx, c deskChange, total int) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO sla_retargets (scope, scope_id, cause, title, total, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		c.scope, c.id, encode(c.cause), c.title, total, tx.Now())
}

const retargetColumns = "id, scope, scope_id, cause, title, total, done, moved, last_id, created_at, finished_at"

func scanRetarget(row interface{ Scan(...any) error }, r *Retarget) error {
	var cause []byte
	err := row.Scan(&r.ID, &r.scope, &r.scopeID, &cause, &r.Title, &r.Total, &r.Done, &r.Moved, &r.lastID, db.Time(&r.CreatedAt), db.Time(&r.FinishedAt))
	if err != nil {
		return err
	}
	return json.Unmarshal(cause, &r.Cause)
}

func findRetarget(ctx context.Context, tx *db.Tx, id int64) (r Retarget, err error) {
	err = scanRetarget(tx.QueryRow(ctx, "SELECT "+retargetColumns+" FROM sla_retargets WHERE id = $1 "+db.Pick(tx, "", "FOR UPDATE"), id), &r)
	return r, db.OrNotFound(err, "There is no change %d on its way", id)
}

func listRetargets(ctx context.Context, q db.Querier) ([]Retarget, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *Retarget) error { return scanRetarget(row, r) },
		"SELECT "+retargetColumns+" FROM sla_retargets ORDER BY coalesce(finished_at, 9223372036854775807) DESC, id DESC LIMIT 5")
}

func saveRetarget(ctx context.Context, tx *db.Tx, r Retarget) error {
	_, err := tx.Exec(ctx, "UPDATE sla_retargets SET done = $2, moved = $3, last_id = $4, finished_at = $5 WHERE id = $1",
		r.ID, r.Done, r.Moved, r.lastID, r.FinishedAt)
	return err
}

// turned lists open tickets of organizations whose contract began or ended, or whose grace did, between two days.
func turned(ctx context.Context, q db.Querier, from, to string, after int64, limit int) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT t.id FROM tickets t JOIN organizations o ON o.id = t.organization_id
		WHERE t.status < 5 AND t.id > $3 AND (o.starts_on BETWEEN $1 AND $2 OR o.ends_on BETWEEN $1 AND $2 OR o.grace_ends_on BETWEEN $1 AND $2)
		ORDER BY t.id LIMIT $4`, from, to, after, limit)
}
