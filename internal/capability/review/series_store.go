package review

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const seriesColumns = `SELECT s.id, s.organization_id, o.name, s.every, s.from_day, s.at_minute, s.zone, s.length, s.host_id, s.state, s.why, s.by_id,
	s.created_at, s.ended_at FROM review_series s JOIN organizations o ON o.id = s.organization_id `

func scanSeries(row interface{ Scan(...any) error }, s *Series) error {
	return row.Scan(&s.ID, &s.OrganizationID, &s.Organization, &s.Every, day(&s.From), &s.Minute, &s.Zone, &s.Length, db.Zero(&s.HostID),
		&s.State, &s.Why, &s.By,
		db.Time(&s.CreatedAt), db.Time(&s.EndedAt))
}

// day reads a date that is kept as text; an empty one is none.
func day(d *bizcal.Date) sql.Scanner { return (*dayScanner)(d) }

type dayScanner bizcal.Date

// Scan implements sql.Scanner.
func (s *dayScanner) Scan(src any) error {
	var text sql.NullString
	if err := text.Scan(src); err != nil || text.String == "" {
		*s = dayScanner{}
		return err
	}
	d, err := bizcal.ParseDate(text.String)
	*s = dayScanner(d)
	return err
}

// dayText is how a date is kept.
func dayText(d bizcal.Date) string {
	if d == (bizcal.Date{}) {
		return ""
	}
	return d.String()
}

// currentSeries gives the series of an account that has not ended; fault.NotFound when there is none.
func currentSeries(ctx context.Context, q db.Querier, organization int64) (s Series, err error) {
	err = scanSeries(q.QueryRow(ctx, seriesColumns+"WHERE s.organization_id = $1 AND s.ended_at IS NULL", organization), &s)
	return s, db.OrNotFound(err, "There are no review calls with organization %d", organization)
}

func lockSeries(ctx context.Context, tx *db.Tx, id int64) (s Series, err error) {
	err = scanSeries(tx.QueryRow(ctx, seriesColumns+"WHERE s.id = $1"+db.Pick(tx, "", " FOR UPDATE OF s"), id), &s)
	if err != nil {
		return s, db.OrNotFound(err, "There is no series of review calls %d", id)
	}
	at, err := event.Last(ctx, tx, seriesSubject(id))
	tx.NotBefore(at)
	return s, err
}

func insertSeries(ctx context.Context, tx *db.Tx, s Series) (int64, error) {
	id, err := tx.Insert(ctx, `INSERT INTO review_series (organization_id, every, from_day, at_minute, zone, length, host_id, state, by_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		s.OrganizationID, string(s.Every), s.From.String(), s.Minute, s.Zone, s.Length, db.Null(s.HostID), string(s.State), s.By, s.CreatedAt)
	if db.IsUnique(err) {
		err = fault.New(fault.Conflict, "%s has review calls already. Change those, or end them first", s.Organization)
	}
	return id, err
}

func updateSeries(ctx context.Context, tx *db.Tx, s Series) error {
	_, err := tx.Exec(ctx, `UPDATE review_series SET every = $1, from_day = $2, at_minute = $3, zone = $4, length = $5, host_id = $6, state = $7, why = $8, ended_at = $9
		WHERE id = $10`, string(s.Every), s.From.String(), s.Minute, s.Zone, s.Length, db.Null(s.HostID), string(s.State), db.Text(s.Why), s.EndedAt, s.ID)
	return err
}
