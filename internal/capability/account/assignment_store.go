package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const assignmentColumns = `SELECT a.id, a.organization_id, o.name, a.user_id, a.main, a.hours, a.zone, a.week, a.starts_on, a.ends_on, a.outside,
	a.emergencies, a.older, a.auto, a.auto_why, a.level_why, a.created_at, a.created_by, a.ended_at, a.ended_why, a.left_at
	FROM account_assignments a JOIN organizations o ON o.id = a.organization_id `

func scanAssignment(row interface{ Scan(...any) error }, a *Assignment) error {
	var week, starts, ends string
	err := row.Scan(&a.ID, &a.OrganizationID, &a.Organization, &a.UserID, &a.Main, &a.Hours, &a.Zone, &week, &starts, &ends, &a.Outside,
		&a.Emergencies, &a.Older, &a.Auto, &a.AutoWhy, &a.LevelWhy, db.Time(&a.CreatedAt), &a.CreatedBy, db.Time(&a.EndedAt), &a.EndedWhy,
		db.Time(&a.LeftAt))
	if err != nil {
		return err
	}
	if a.Week, err = bizcal.ParseWeek(week); err != nil {
		return err
	}
	if a.StartsOn, err = people.ParseDate("starts_on", starts); err != nil {
		return err
	}
	a.EndsOn, err = people.ParseDate("ends_on", ends)
	return err
}

func scanAssignments(row *sql.Rows, a *Assignment) error { return scanAssignment(row, a) }

func findAssignment(ctx context.Context, q db.Querier, id int64) (a Assignment, err error) {
	err = scanAssignment(q.QueryRow(ctx, assignmentColumns+"WHERE a.id = $1", id), &a)
	return a, db.OrNotFound(err, "There is no assignment %d", id)
}

func lockAssignment(ctx context.Context, tx *db.Tx, id int64) (a Assignment, err error) {
	err = scanAssignment(tx.QueryRow(ctx, assignmentColumns+"WHERE a.id = $1"+db.Pick(tx, "", " FOR UPDATE OF a"), id), &a)
	return a, db.OrNotFound(err, "There is no assignment %d", id)
}

const inOrder = " ORDER BY a.main DESC, a.id"

// assignmentsOf lists those of an organization that have not ended, the main one first.
func assignmentsOf(ctx context.Context, q db.Querier, organization int64) ([]Assignment, error) {
	return db.All(ctx, q, scanAssignments, assignmentColumns+"WHERE a.organization_id = $1 AND a.ended_at IS NULL"+inOrder, organization)
}

// endedOf lists those of an organization that are over, the latest first.
func endedOf(ctx context.Context, q db.Querier, organization int64) ([]Assignment, error) {
	return db.All(ctx, q, scanAssignments,
		assignmentColumns+"WHERE a.organization_id = $1 AND a.ended_at IS NOT NULL ORDER BY a.ended_at DESC LIMIT 50", organization)
}

func assignmentsBy(ctx context.Context, q db.Querier, userID int64) ([]Assignment, error) {
	return db.All(ctx, q, scanAssignments, assignmentColumns+"WHERE a.user_id = $1 AND a.ended_at IS NULL ORDER BY o.name_key, a.id", userID)
}

func allAssignments(ctx context.Context, q db.Querier) ([]Assignment, error) {
	return db.All(ctx, q, scanAssignments, assignmentColumns+"WHERE a.ended_at IS NULL ORDER BY o.name_key, a.main DESC, a.id")
}

// lockEngineer keeps two from giving one engineer an account at once past the limit.
func lockEngineer(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := db.Column[int64](ctx, tx, "SELECT id FROM users WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), userID)
	return err
}

func insertAssignment(ctx context.Context, tx *db.Tx, a Assignment) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO account_assignments (organization_id, user_id, main, hours, zone, week, starts_on, ends_on, outside, emergencies,
		older, auto, auto_why, level_why, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id`,
		a.OrganizationID, a.UserID, a.Main, a.Hours, a.Zone, a.Week.String(), people.FormatDate(a.StartsOn), people.FormatDate(a.EndsOn), db.Text(a.Outside),
		db.Text(a.Emergencies), string(a.Older), a.Auto, db.Text(a.AutoWhy), db.Text(a.LevelWhy), a.CreatedAt, a.CreatedBy)
}

func updateAssignment(ctx context.Context, tx *db.Tx, a Assignment) error {
	_, err := tx.Exec(ctx, `UPDATE account_assignments SET main = $2, hours = $3, zone = $4, week = $5, starts_on = $6, ends_on = $7, outside = $8,
		emergencies = $9, older = $10, auto = $11, auto_why = $12, level_why = $13, ended_at = $14, ended_why = $15, left_at = $16 WHERE id = $1`,
		a.ID, a.Main, a.Hours, a.Zone, a.Week.String(), people.FormatDate(a.StartsOn), people.FormatDate(a.EndsOn), db.Text(a.Outside),
		db.Text(a.Emergencies), string(a.Older), a.Auto, db.Text(a.AutoWhy), db.Text(a.LevelWhy), a.EndedAt, db.Text(a.EndedWhy), a.LeftAt)
	return err
}

// markLeft keeps since when an engineer is gone, zero for back.
func markLeft(ctx context.Context, tx *db.Tx, id int64, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE account_assignments SET left_at = $2 WHERE id = $1", id, at)
	return err
}
