package call

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// lockHosts lets nobody else book the time of these people before tx ends: the row of each is locked, in one order for all, so
// that two bookings never wait for one another.
func lockHosts(ctx context.Context, tx *db.Tx, users []int64) error {
	for _, id := range slices.Compact(slices.Sorted(slices.Values(users))) {
		if _, err := tx.Exec(ctx, "INSERT INTO call_calendars (user_id, busy) VALUES ($1, '[]') ON CONFLICT DO NOTHING", id); err != nil {
			return err
		}
		var locked int64
		if err := tx.QueryRow(ctx, "SELECT user_id FROM call_calendars WHERE user_id = $1"+db.Pick(tx, "", " FOR UPDATE"), id).Scan(&locked); err != nil {
			return err
		}
	}
	return nil
}

// hold is a stretch of somebody's time that a call has.
type hold struct {
	Call, User  int64
	From, Until time.Time
}

func scanHold(row *sql.Rows, h *hold) error {
	return row.Scan(&h.Call, &h.User, db.Time(&h.From), db.Time(&h.Until))
}

// holdsOf lists what calls have of somebody's time that has a moment in common with [from, until).
func holdsOf(ctx context.Context, q db.Querier, user int64, from, until time.Time) ([]hold, error) {
	return db.All(ctx, q, scanHold, `SELECT call_id, user_id, from_at, until_at FROM call_hosts
		WHERE user_id = $1 AND active AND until_at > $2 AND from_at < $3 ORDER BY from_at`, user, from, until)
}

func insertHold(ctx context.Context, tx *db.Tx, h hold) error {
	_, err := tx.Exec(ctx, `INSERT INTO call_hosts (call_id, user_id, from_at, until_at, active) VALUES ($1, $2, $3, $4, TRUE)
		ON CONFLICT (call_id, user_id) DO UPDATE SET from_at = excluded.from_at, until_at = excluded.until_at, active = TRUE`, h.Call, h.User, h.From, h.Until)
	return err
}

// release gives the time of a call back.
func release(ctx context.Context, tx *db.Tx, call int64) error {
	_, err := tx.Exec(ctx, "UPDATE call_hosts SET active = FALSE WHERE call_id = $1", call)
	return err
}

// dropHosts takes everybody of us out of a call that is booked anew.
func dropHosts(ctx context.Context, tx *db.Tx, call int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM call_hosts WHERE call_id = $1", call)
	return err
}
