package review

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const actionColumns = "SELECT id, organization_id, meeting_id, what, owner_id, owner, due_on, by_id, at, done_at, done_by FROM review_actions "

func scanAction(row *sql.Rows, a *Action) error {
	return row.Scan(&a.ID, &a.OrganizationID, db.Zero(&a.MeetingID), &a.What, db.Zero(&a.OwnerID), &a.Owner, day(&a.DueOn), &a.By, db.Time(&a.At), db.Time(&a.DoneAt), db.Zero(&a.DoneBy))
}

func openActions(ctx context.Context, q db.Querier, organization int64) ([]Action, error) {
	return db.All(ctx, q, scanAction, actionColumns+"WHERE organization_id = $1 AND done_at IS NULL ORDER BY due_on = '', due_on, id", organization)
}

// actionsIn lists the actions that a meeting brought.
func actionsIn(ctx context.Context, q db.Querier, meeting int64) ([]Action, error) {
	return db.All(ctx, q, scanAction, actionColumns+"WHERE meeting_id = $1 ORDER BY id", meeting)
}

func insertAction(ctx context.Context, tx *db.Tx, a Action) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO review_actions (organization_id, meeting_id, what, owner_id, owner, due_on, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, a.OrganizationID, db.Null(a.MeetingID), db.Text(a.What), db.Null(a.OwnerID), db.Text(a.Owner), dayText(a.DueOn), a.By, a.At)
}

func finishAction(ctx context.Context, tx *db.Tx, id int64, at time.Time, by int64) error {
	n, err := tx.Exec(ctx, "UPDATE review_actions SET done_at = $1, done_by = $2 WHERE id = $3", at, db.Null(by), id)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "There is no action %d", id)
	}
	return err
}
