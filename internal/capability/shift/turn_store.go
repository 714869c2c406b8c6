package shift

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const turnColumns = "t.id, t.user_id, t.region, t.day, t.state, t.note, t.asked_by, t.asked_at, t.settled_by, t.settled_at"

func scanTurn(row *sql.Rows, t *Turn) error {
	var day string
	if err := row.Scan(&t.ID, &t.UserID, &t.Region, &day, &t.State, &t.Note, &t.AskedBy, db.Time(&t.AskedAt), db.Zero(&t.SettledBy),
		db.Time(&t.SettledAt)); err != nil {
		return err
	}
	var err error
	t.Date, err = bizcal.ParseDate(day)
	return err
}

func insertTurn(ctx context.Context, tx *db.Tx, t *Turn) (err error) {
	t.ID, err = tx.Insert(ctx, `INSERT INTO shift_turns (user_id, region, day, state, note, asked_by, asked_at, settled_by, settled_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		t.UserID, t.Region, t.Date.String(), string(t.State), db.Text(t.Note), t.AskedBy, t.AskedAt, db.Null(t.SettledBy), t.SettledAt)
	return err
}

func settleTurn(ctx context.Context, tx *db.Tx, t Turn) error {
	_, err := tx.Exec(ctx, "UPDATE shift_turns SET state = $2, settled_by = $3, settled_at = $4 WHERE id = $1", t.ID, string(t.State), t.SettledBy, t.SettledAt)
	return err
}

// lockTurn gives a turn and keeps others from settling it.
func lockTurn(ctx context.Context, tx *db.Tx, id int64) (Turn, error) {
	var t Turn
	var day string
	err := tx.QueryRow(ctx, "SELECT "+turnColumns+" FROM shift_turns t WHERE t.id = $1"+db.Pick(tx, "", " FOR UPDATE OF t"), id).
		Scan(&t.ID, &t.UserID, &t.Region, &day, &t.State, &t.Note, &t.AskedBy, db.Time(&t.AskedAt), db.Zero(&t.SettledBy), db.Time(&t.SettledAt))
	if err != nil {
		return t, db.OrNotFound(err, "There is no shift %d", id)
	}
	t.Date, err = bizcal.ParseDate(day)
	return t, err
}

func liveTurns(ctx context.Context, q db.Querier, from, until bizcal.Date) ([]Turn, error) {
	return db.All(ctx, q, scanTurn,
		"SELECT "+turnColumns+" FROM shift_turns t WHERE t.day >= $1 AND t.day <= $2 AND t.state IN ('asked', 'accepted') ORDER BY t.day, t.id",
		from.String(), until.String())
}

func turnsOf(ctx context.Context, q db.Querier, region string, d bizcal.Date) ([]Turn, error) {
	return db.All(ctx, q, scanTurn, "SELECT "+turnColumns+" FROM shift_turns t WHERE t.day = $1 AND t.region = $2 ORDER BY t.id", d.String(), region)
}

func turnsOfUser(ctx context.Context, q db.Querier, userID int64, from bizcal.Date) ([]Turn, error) {
	return db.All(ctx, q, scanTurn,
		"SELECT "+turnColumns+" FROM shift_turns t WHERE t.user_id = $1 AND t.day >= $2 AND t.state IN ('asked', 'accepted') ORDER BY t.day, t.id",
		userID, from.String())
}

// countTurns counts the accepted turns of everybody from one day to another.
func countTurns(ctx context.Context, q db.Querier, from, until bizcal.Date) (map[int64]int, error) {
	type row struct {
		user int64
		n    int
	}
	list, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.user, &x.n) },
		"SELECT t.user_id, count(*) FROM shift_turns t WHERE t.day >= $1 AND t.day <= $2 AND t.state = 'accepted' GROUP BY t.user_id",
		from.String(), until.String())
	all := map[int64]int{}
	for _, x := range list {
		all[x.user] = x.n
	}
	return all, err
}
