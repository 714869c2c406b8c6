package account

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func insertException(ctx context.Context, tx *db.Tx, e Exception) error {
	_, err := tx.Exec(ctx, "INSERT INTO account_exceptions (user_id, reason, until_on, by_id, at) VALUES ($1, $2, $3, $4, $5)",
		e.UserID, db.Text(e.Reason), e.UntilOn.String(), e.By, e.At)
	return err
}

// exceptionAt gives the latest exception of somebody that holds on a day; nil where there is none.
func exceptionAt(ctx context.Context, q db.Querier, userID int64, day bizcal.Date) (*Exception, error) {
	all, err := db.All(ctx, q, func(row *sql.Rows, e *Exception) error {
		var until string
		if err := row.Scan(&e.ID, &e.UserID, &e.Reason, &until, &e.By, db.Time(&e.At)); err != nil {
			return err
		}
		var err error
		e.UntilOn, err = people.ParseDate("until", until)
		return err
	}, "SELECT id, user_id, reason, until_on, by_id, at FROM account_exceptions WHERE user_id = $1 AND until_on >= $2 ORDER BY id DESC LIMIT 1", userID, day.String())
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}
