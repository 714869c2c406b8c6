package review

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const actionColumns = "SELECT id, organization_id, meeting_id, what, owner_id, owner, due_on, by_id, at, done_at, done_by, reminded_at, ticket_id FROM review_actions "

func scanAction(row interface{ Scan(...any) error }, a *Action) error {
	return row.Scan(&a.ID, &a.OrganizationID, db.Zero(&a.MeetingID), &a.What, db.Zero(&a.OwnerID), &a.Owner, day(&a.DueOn), &a.By,
		db.Time(&a.At), db.Time(&a.DoneAt), db.Zero(&a.DoneBy),
		db.Time(&a.RemindedAt), db.Zero(&a.TicketID))
}

func scanActions(row *sql.Rows, a *Action) error { return scanAction(row, a) }

func lockAction(ctx context.Context, tx *db.Tx, id int64) (a Action, err error) {
	err = scanAction(tx.QueryRow(ctx, actionColumns+"WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), id), &a)
	return a, db.OrNotFound(err, "There is no action %d", id)
}

// unremindedActions lists open actions of all accounts that are due on a day, and that nobody was reminded of.
func unremindedActions(ctx context.Context, q db.Querier) ([]Action, error) {
	return db.All(ctx, q, scanActions, actionColumns+"WHERE done_at IS NULL AND reminded_at IS NULL AND due_on <> '' ORDER BY id")
}

func openActions(ctx context.Context, q db.Querier, organization int64) ([]Action, error) {
	return db.All(ctx, q, scanActions, actionColumns+"WHERE organization_id = $1 AND done_at IS NULL ORDER BY due_on = '', due_on, id", organization)
}

// actionsIn lists the actions that a meeting brought.
func actionsIn(ctx context.Context, q db.Querier, meeting int64) ([]Action, error) {
	return db.All(ctx, q, scanActions, actionColumns+"WHERE meeting_id = $1 ORDER BY id", meeting)
}

func insertAction(ctx context.Context, tx *db.Tx, a Action) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO review_actions (organization_id, meeting_id, what, owner_id, owner, due_on, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, a.OrganizationID, db.Null(a.MeetingID), db.Text(a.What), db.Null(a.OwnerID), db.Text(a.Owner), dayText(a.DueOn), a.By, a.At)
}

func updateAction(ctx context.Context, tx *db.Tx, a Action) error {
	_, err := tx.Exec(ctx, `UPDATE review_actions SET what = $1, owner_id = $2, owner = $3, due_on = $4, done_at = $5, done_by = $6, reminded_at = $7, ticket_id = $8
		WHERE id = $9`, db.Text(a.What), db.Null(a.OwnerID), db.Text(a.Owner), dayText(a.DueOn), a.DoneAt, db.Null(a.DoneBy), a.RemindedAt, db.Null(a.TicketID), a.ID)
	return err
}
