package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const coverColumns = `SELECT c.id, c.assignment_id, a.organization_id, o.name, a.user_id, c.time_off_id, c.user_id, c.from_at, c.until_at, c.state,
	c.asked_by, c.asked_at, c.answered_at, c.reason
	FROM account_covers c JOIN account_assignments a ON a.id = c.assignment_id JOIN organizations o ON o.id = a.organization_id `

func scanCover(row interface{ Scan(...any) error }, c *Cover) error {
	return row.Scan(&c.ID, &c.AssignmentID, &c.OrganizationID, &c.Organization, &c.EngineerID, &c.TimeOffID, &c.UserID, db.Time(&c.From), db.Time(&c.Until),
		&c.State, &c.AskedBy, db.Time(&c.AskedAt), db.Time(&c.AnsweredAt), &c.Reason)
}

func scanCovers(row *sql.Rows, c *Cover) error { return scanCover(row, c) }

func findCover(ctx context.Context, q db.Querier, id int64) (c Cover, err error) {
	err = scanCover(q.QueryRow(ctx, coverColumns+"WHERE c.id = $1", id), &c)
	return c, db.OrNotFound(err, "There is no cover %d", id)
}

func lockCover(ctx context.Context, tx *db.Tx, id int64) (c Cover, err error) {
	err = scanCover(tx.QueryRow(ctx, coverColumns+"WHERE c.id = $1"+db.Pick(tx, "", " FOR UPDATE OF c"), id), &c)
	return c, db.OrNotFound(err, "There is no cover %d", id)
}

// promisedCovers lists those that somebody accepted and that have a moment from a up to b, in the order of their promises.
func promisedCovers(ctx context.Context, q db.Querier, assignment int64, a, b time.Time) ([]Cover, error) {
	return db.All(ctx, q, scanCovers,
		coverColumns+"WHERE c.assignment_id = $1 AND c.state IN ('promised', 'over') AND c.from_at < $3 AND c.until_at > $2 ORDER BY c.answered_at, c.id",
		assignment, a, b)
}

// liveCovers lists those of an assignment that are asked for or promised.
func liveCovers(ctx context.Context, q db.Querier, assignment int64) ([]Cover, error) {
	return db.All(ctx, q, scanCovers, coverColumns+"WHERE c.assignment_id = $1 AND c.state IN ('asked', 'promised') ORDER BY c.from_at, c.id", assignment)
}

// coversOfTimeOff lists those that were asked for because of a stretch of time off, and may still come to something.
func coversOfTimeOff(ctx context.Context, q db.Querier, timeOff int64) ([]Cover, error) {
	return db.All(ctx, q, scanCovers, coverColumns+"WHERE c.time_off_id = $1 AND c.state IN ('asked', 'promised') ORDER BY c.id", timeOff)
}

// coversBy lists what somebody was asked for or promised and that is not over at a moment.
func coversBy(ctx context.Context, q db.Querier, userID int64, at time.Time) ([]Cover, error) {
	return db.All(ctx, q, scanCovers,
		coverColumns+"WHERE c.user_id = $1 AND c.state IN ('asked', 'promised') AND c.until_at > $2 ORDER BY c.from_at, c.id", userID, at)
}

// recentCovers lists what was asked for an account, the latest first.
func recentCovers(ctx context.Context, q db.Querier, organization int64) ([]Cover, error) {
	return db.All(ctx, q, scanCovers, coverColumns+"WHERE a.organization_id = $1 ORDER BY c.id DESC LIMIT 20", organization)
}

func insertCover(ctx context.Context, tx *db.Tx, c Cover) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO account_covers (assignment_id, time_off_id, user_id, from_at, until_at, state, asked_by, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, c.AssignmentID, c.TimeOffID, c.UserID, c.From, c.Until, string(c.State), c.AskedBy, c.AskedAt)
}

func updateCover(ctx context.Context, tx *db.Tx, c Cover) error {
	_, err := tx.Exec(ctx, "UPDATE account_covers SET from_at = $2, until_at = $3, state = $4, answered_at = $5, reason = $6 WHERE id = $1",
		c.ID, c.From, c.Until, string(c.State), c.AnsweredAt, db.Text(c.Reason))
	return err
}

// lostCovers lists what somebody cannot keep any more and that is still to come at a moment.
func lostCovers(ctx context.Context, q db.Querier, userID int64, at time.Time) ([]Cover, error) {
	return db.All(ctx, q, scanCovers,
		coverColumns+"WHERE c.user_id = $1 AND c.state IN ('asked', 'promised', 'lost') AND c.until_at > $2 ORDER BY c.from_at, c.id", userID, at)
}
