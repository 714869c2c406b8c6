package oncall

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// findAwayCalendars gives that of a person, or all of them (0), by person.
func findAwayCalendars(ctx context.Context, q db.Querier, now time.Time, userID int64) ([]AwayCalendar, error) {
	return db.All(ctx, q, func(row *sql.Rows, c *AwayCalendar) error {
		return row.Scan(&c.UserID, &c.URL, &c.etag, &c.Name, db.Time(&c.AskedAt), db.Time(&c.ReadAt), &c.Problem, &c.Count)
	}, `SELECT c.user_id, c.url, c.etag, c.name, c.asked_at, c.read_at, c.problem,
		(SELECT COUNT(*) FROM oncall_absences a WHERE a.user_id = c.user_id AND a.until_at > $1)
		FROM oncall_calendars c WHERE c.user_id = $2 OR $2 = 0 ORDER BY c.user_id`, now.UnixMicro(), userID)
}

// stillFollows locks somebody's calendar, and reports whether it is still at an address.
func stillFollows(ctx context.Context, tx *db.Tx, userID int64, url string) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE oncall_calendars SET url = url WHERE user_id = $1 AND url = $2", userID, url)
	return n > 0, err
}

func putAwayCalendar(ctx context.Context, tx *db.Tx, c AwayCalendar) error {
	var read any
	if !c.ReadAt.IsZero() {
		read = c.ReadAt
	}
	_, err := tx.Exec(ctx, `INSERT INTO oncall_calendars (user_id, url, etag, name, asked_at, read_at, problem) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (user_id) DO UPDATE SET url = excluded.url, etag = excluded.etag, name = excluded.name, asked_at = excluded.asked_at,
			read_at = excluded.read_at, problem = excluded.problem`, c.UserID, c.URL, c.etag, c.Name, c.AskedAt, read, c.Problem)
	return err
}

func deleteAwayCalendar(ctx context.Context, tx *db.Tx, userID int64) error {
	if _, err := tx.Exec(ctx, "DELETE FROM oncall_calendars WHERE user_id = $1", userID); err != nil {
		return err
	}
	return putAbsences(ctx, tx, userID, nil)
}

// putAbsences makes these all that is imported of somebody.
func putAbsences(ctx context.Context, tx *db.Tx, userID int64, list []namedAbsence) error {
	if _, err := tx.Exec(ctx, "DELETE FROM oncall_absences WHERE user_id = $1", userID); err != nil {
		return err
	}
	for _, a := range list {
		if _, err := tx.Insert(ctx, "INSERT INTO oncall_absences (user_id, from_at, until_at, title) VALUES ($1, $2, $3, $4) RETURNING id",
			userID, a.From, a.Until, a.title); err != nil {
			return err
		}
	}
	return nil
}

// findAbsences gives what was imported and is not over at since, by person.
func findAbsences(ctx context.Context, q db.Querier, since time.Time) (map[int64][]Absence, error) {
	type row struct {
		user int64
		Absence
	}
	list, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		return r.Scan(&x.user, db.Time(&x.From), db.Time(&x.Until), &x.Source)
	},
		`SELECT a.user_id, a.from_at, a.until_at, CASE WHEN c.name = '' THEN 'iCalendar' ELSE c.name END
		FROM oncall_absences a JOIN oncall_calendars c ON c.user_id = a.user_id WHERE a.until_at > $1 ORDER BY a.from_at, a.id`, since.UnixMicro())
	all := map[int64][]Absence{}
	for _, x := range list {
		all[x.user] = append(all[x.user], x.Absence)
	}
	return all, err
}
