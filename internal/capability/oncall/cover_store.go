package oncall

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// findCovers lists requests with their offers, those that begin first first.
func findCovers(ctx context.Context, q db.Querier, where string, args ...any) ([]Cover, error) {
	list, err := db.All(ctx, q, func(row *sql.Rows, c *Cover) error {
		return row.Scan(&c.ID, &c.ScheduleID, &c.Title, &c.UserID, db.Time(&c.From), db.Time(&c.Until), &c.Note, &c.State,
			db.Time(&c.ExpiresAt), &c.By, db.Time(&c.At))
	}, `SELECT c.id, c.schedule_id, v.title, c.user_id, c.from_at, c.until_at, c.note, c.state, c.expires_at, c.created_by, c.created_at
		FROM oncall_covers c JOIN oncall_schedules s ON s.id = c.schedule_id
		JOIN oncall_versions v ON v.schedule_id = s.id AND v.version = s.version WHERE `+where+" ORDER BY c.from_at, c.id", args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	ids := make([]int64, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	var w db.Where
	w.And("cover_id IN "+db.In(len(ids)), db.Anys(ids)...)
	offers, err := db.All(ctx, q, func(row *sql.Rows, o *Offer) error {
		return row.Scan(&o.ID, &o.CoverID, &o.UserID, db.Time(&o.From), db.Time(&o.Until), &o.State, &o.OverrideID, &o.By)
	}, "SELECT id, cover_id, user_id, from_at, until_at, state, override_id, created_by FROM oncall_offers WHERE "+w.String()+" ORDER BY id", w.Args()...)
	for _, o := range offers {
		i := slices.Index(ids, o.CoverID)
		list[i].Offers = append(list[i].Offers, o)
	}
	return list, err
}

func insertCover(ctx context.Context, tx *db.Tx, c Cover) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO oncall_covers (schedule_id, user_id, from_at, until_at, note, state, expires_at, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`, c.ScheduleID, c.UserID, c.From, c.Until, c.Note, string(c.State), c.ExpiresAt, c.By, tx.Now())
}

func setCoverState(ctx context.Context, tx *db.Tx, id int64, state CoverState) error {
	_, err := tx.Exec(ctx, "UPDATE oncall_covers SET state = $2 WHERE id = $1", id, string(state))
	return err
}

func insertOffer(ctx context.Context, tx *db.Tx, o Offer) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO oncall_offers (cover_id, user_id, from_at, until_at, state, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`, o.CoverID, o.UserID, o.From, o.Until, string(o.State), o.By, tx.Now())
}

func setOfferState(ctx context.Context, tx *db.Tx, id int64, state OfferState, overrideID int64) error {
	_, err := tx.Exec(ctx, "UPDATE oncall_offers SET state = $2, override_id = $3 WHERE id = $1", id, string(state), overrideID)
	return err
}

func setCoverExpiry(ctx context.Context, tx *db.Tx, id int64, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE oncall_covers SET expires_at = $2 WHERE id = $1", id, at)
	return err
}
