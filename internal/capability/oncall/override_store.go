package oncall

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const overrideColumns = "SELECT id, schedule_id, kind, from_at, until_at, of_user, user_id, users, note, cover_id, created_by, created_at FROM oncall_overrides"

func scanOverride(row interface{ Scan(...any) error }, o *Override) error {
	var users []byte
	err := row.Scan(&o.ID, &o.ScheduleID, &o.Kind, db.Time(&o.From), db.Time(&o.Until), &o.Of, &o.User, &users, &o.Note, &o.CoverID, &o.By, db.Time(&o.At))
	if err != nil {
		return err
	}
	return json.Unmarshal(users, &o.Users)
}

func scanOverrides(row *sql.Rows, o *Override) error { return scanOverride(row, o) }

// findOverrides lists a schedule's that end behind since, in the order in which they apply.
func findOverrides(ctx context.Context, q db.Querier, scheduleID int64, since time.Time) ([]Override, error) {
	return db.All(ctx, q, scanOverrides, overrideColumns+" WHERE schedule_id = $1 AND until_at > $2 ORDER BY id", scheduleID, since.UnixMicro())
}

// findAllOverrides is findOverrides for all schedules.
func findAllOverrides(ctx context.Context, q db.Querier, since time.Time) ([]Override, error) {
	return db.All(ctx, q, scanOverrides, overrideColumns+" WHERE until_at > $1 ORDER BY id", since.UnixMicro())
}

func findOverride(ctx context.Context, q db.Querier, id int64) (o Override, err error) {
	err = scanOverride(q.QueryRow(ctx, overrideColumns+" WHERE id = $1", id), &o)
	return o, db.OrNotFound(err, "This override is not there any more. It was taken back")
}

func insertOverride(ctx context.Context, tx *db.Tx, o Override) (int64, error) {
	users, err := json.Marshal(append([]int64{}, o.Users...))
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO oncall_overrides (schedule_id, kind, from_at, until_at, of_user, user_id, users, note, cover_id, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
		o.ScheduleID, string(o.Kind), o.From, o.Until, o.Of, o.User, string(users), o.Note, o.CoverID, o.By, tx.Now())
}

func endOverride(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE oncall_overrides SET until_at = $2 WHERE id = $1", id, tx.Now())
	return err
}

func deleteOverride(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM oncall_overrides WHERE id = $1", id)
	return err
}
