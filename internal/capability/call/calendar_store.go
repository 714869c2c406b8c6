package call

import (
	"context"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const calendarColumns = "user_id, kind, url, username, password, puts, busy, events, asked_at, good_at, trouble, told_at"

func scanCalendar(row interface{ Scan(...any) error }, c *Calendar) error {
	var raw []byte
	err := row.Scan(&c.UserID, &c.Kind, &c.URL, &c.Username, &c.sealed, &c.Puts, &raw, &c.Events, db.Time(&c.AskedAt), db.Time(&c.GoodAt), &c.Trouble,
		db.Time(&c.ToldAt))
	if err != nil {
		return err
	}
	var spans [][2]int64
	if err := json.Unmarshal(raw, &spans); err != nil {
		return err
	}
	for _, s := range spans {
		c.Busy = append(c.Busy, slot.Span{From: time.UnixMicro(s[0]).UTC(), Until: time.UnixMicro(s[1]).UTC()})
	}
	return nil
}

// findCalendar gives what is known of somebody's own calendar; the zero Calendar where they have none.
func findCalendar(ctx context.Context, q db.Querier, userID int64) (c Calendar, err error) {
	err = scanCalendar(q.QueryRow(ctx, "SELECT "+calendarColumns+" FROM call_calendars WHERE user_id = $1", userID), &c)
	if db.IsNoRows(err) {
		return Calendar{UserID: userID}, nil
	}
	return c, err
}

// lockCalendar is findCalendar for who will change it.
func lockCalendar(ctx context.Context, tx *db.Tx, userID int64) (Calendar, error) {
	if err := lockHosts(ctx, tx, []int64{userID}); err != nil {
		return Calendar{}, err
	}
	return findCalendar(ctx, tx, userID)
}

func saveCalendar(ctx context.Context, tx *db.Tx, c Calendar) error {
	spans := make([][2]int64, len(c.Busy))
	for i, s := range c.Busy {
		spans[i] = [2]int64{s.From.UnixMicro(), s.Until.UnixMicro()}
	}
	raw, err := numbers(spans)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE call_calendars SET kind = $2, url = $3, username = $4, password = $5, puts = $6, busy = $7, events = $8, asked_at = $9,
		good_at = $10, trouble = $11, told_at = $12 WHERE user_id = $1`, c.UserID, string(c.Kind), c.URL, db.Text(c.Username), c.sealed, c.Puts, raw,
		c.Events, c.AskedAt, c.GoodAt, db.Text(c.Trouble), c.ToldAt)
	return err
}

// linkedCalendars lists who keeps a calendar elsewhere.
func linkedCalendars(ctx context.Context, q db.Querier) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT user_id FROM call_calendars WHERE kind <> '' ORDER BY user_id")
}
