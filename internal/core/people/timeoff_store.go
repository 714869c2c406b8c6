package people

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const timeOffColumns = "id, user_id, from_at, until_at, note"

func scanTimeOff(row *sql.Rows, o *TimeOff) error {
	return row.Scan(&o.ID, &o.UserID, db.Time(&o.From), db.Time(&o.Until), &o.Note)
}

func findTimeOff(ctx context.Context, q db.Querier, id int64) (o TimeOff, err error) {
	err = q.QueryRow(ctx, "SELECT "+timeOffColumns+" FROM time_off WHERE id = $1", id).
		Scan(&o.ID, &o.UserID, db.Time(&o.From), db.Time(&o.Until), &o.Note)
	return o, db.OrNotFound(err, "This time off is not there any more. It was cancelled")
}

// timeOffOf lists what one person has that ends after since, oldest first.
func timeOffOf(ctx context.Context, q db.Querier, userID int64, since time.Time) ([]TimeOff, error) {
	return db.All(ctx, q, scanTimeOff, "SELECT "+timeOffColumns+` FROM time_off
		WHERE user_id = $1 AND until_at > $2 ORDER BY from_at, id`, userID, since.UnixMicro()) // the zero time is before all, not NULL
}

// allTimeOff lists what anybody has that ends after since, oldest first.
func allTimeOff(ctx context.Context, q db.Querier, since time.Time) ([]TimeOff, error) {
	return db.All(ctx, q, scanTimeOff, "SELECT "+timeOffColumns+" FROM time_off WHERE until_at > $1 ORDER BY from_at, id", since.UnixMicro())
}

func insertTimeOff(ctx context.Context, tx *db.Tx, o TimeOff, by int64) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO time_off (user_id, from_at, until_at, note, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, o.UserID, o.From, o.Until, o.Note, by, tx.Now())
}

func endTimeOff(ctx context.Context, tx *db.Tx, id int64, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE time_off SET until_at = $2 WHERE id = $1", id, at)
	return err
}

func deleteTimeOff(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM time_off WHERE id = $1", id)
	return err
}
