package oncall

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const feedColumns = "SELECT id, user_id, schedule_id, created_at, used_at FROM oncall_feeds"

func scanFeed(row interface{ Scan(...any) error }, f *Feed) error {
	return row.Scan(&f.ID, &f.UserID, &f.ScheduleID, db.Time(&f.At), db.Time(&f.UsedAt))
}

func findFeeds(ctx context.Context, q db.Querier, userID int64) ([]Feed, error) {
	return db.All(ctx, q, func(row *sql.Rows, f *Feed) error { return scanFeed(row, f) }, feedColumns+" WHERE user_id = $1 ORDER BY id", userID)
}

// findFeed finds one by a condition on its number or its secret's digest.
func findFeed(ctx context.Context, q db.Querier, where string, arg any) (f Feed, err error) {
	err = scanFeed(q.QueryRow(ctx, feedColumns+" WHERE "+where, arg), &f)
	if db.IsNoRows(err) {
		return f, errNoFeed()
	}
	return f, err
}

func insertFeed(ctx context.Context, tx *db.Tx, f Feed, digest string) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO oncall_feeds (user_id, schedule_id, digest, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
		f.UserID, f.ScheduleID, digest, tx.Now())
}

func deleteFeed(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM oncall_feeds WHERE id = $1", id)
	return err
}

func touchFeed(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE oncall_feeds SET used_at = $2 WHERE id = $1", id, tx.Now())
	return err
}

// findPublished lists the marks of all shifts that a calendar may have.
func findPublished(ctx context.Context, q db.Querier, f Feed) ([]mark, error) {
	where, arg := "schedule_id = $1", f.ScheduleID
	if arg == 0 {
		where, arg = "user_id = $1", f.UserID
	}
	return db.All(ctx, q, func(row *sql.Rows, m *mark) error {
		return row.Scan(&m.ID, &m.UID, &m.ScheduleID, &m.UserID, &m.Shadow, &m.Says, db.Time(&m.From), db.Time(&m.Until), &m.Sequence, db.Time(&m.Changed))
	}, "SELECT id, uid, schedule_id, user_id, shadow, says, from_at, until_at, sequence, changed_at FROM oncall_published WHERE "+where+
		" ORDER BY from_at, id", arg)
}

func putPublished(ctx context.Context, tx *db.Tx, put []mark, gone []int64) error {
	for _, id := range gone {
		if _, err := tx.Exec(ctx, "DELETE FROM oncall_published WHERE id = $1", id); err != nil {
			return err
		}
	}
	for _, m := range put {
		var err error
		if m.ID != 0 {
			_, err = tx.Exec(ctx, "UPDATE oncall_published SET says = $2, from_at = $3, until_at = $4, sequence = $5, changed_at = $6 WHERE id = $1",
				m.ID, m.Says, m.From, m.Until, m.Sequence, m.Changed)
		} else {
			_, err = tx.Exec(ctx, `INSERT INTO oncall_published (uid, schedule_id, user_id, shadow, says, from_at, until_at, sequence, changed_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, m.UID, m.ScheduleID, m.UserID, m.Shadow, m.Says, m.From, m.Until, m.Sequence, m.Changed)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
