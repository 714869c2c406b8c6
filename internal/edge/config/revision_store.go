package config

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const revisionColumns = "id, at, actor_id, actor, approver_id, approver, source, highest, changes, before"

func scanRevision(row *sql.Rows, r *Revision) error {
	var changes, before []byte
	err := row.Scan(&r.ID, db.Time(&r.At), db.Zero(&r.ActorID), &r.Actor, db.Zero(&r.ApproverID), &r.Approver, &r.Source, &r.Highest, &changes, &before)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(changes, &r.Changes); err != nil {
		return fmt.Errorf("revision %d: %w", r.ID, err)
	}
	return json.Unmarshal(before, &r.before)
}

func listRevisions(ctx context.Context, q db.Querier, n int) ([]Revision, error) {
	return db.All(ctx, q, scanRevision, "SELECT "+revisionColumns+" FROM config_revisions ORDER BY id DESC LIMIT $1", n)
}

// revisionsFrom lists a revision and all that came after it, the newest first.
func revisionsFrom(ctx context.Context, q db.Querier, id int64) ([]Revision, error) {
	return db.All(ctx, q, scanRevision, "SELECT "+revisionColumns+" FROM config_revisions WHERE id >= $1 ORDER BY id DESC", id)
}

func insertRevision(ctx context.Context, tx *db.Tx, r Revision) (int64, error) {
	changes, err := json.Marshal(r.Changes)
	if err != nil {
		return 0, err
	}
	before, err := json.Marshal(r.before)
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO config_revisions (at, actor_id, actor, approver_id, approver, source, highest, changes, before)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`, r.At, db.Null(r.ActorID), db.Text(r.Actor), db.Null(r.ApproverID),
		db.Text(r.Approver), db.Text(r.Source), string(r.Highest), string(changes), string(before))
}

// lockRevisions lets one change of the configuration happen at a time: a plan holds for the desk that it was made on.
func lockRevisions(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() == db.SQLite {
		return nil
	}
	_, err := tx.Exec(ctx, "LOCK TABLE config_revisions IN SHARE ROW EXCLUSIVE MODE")
	return err
}
