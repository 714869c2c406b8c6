package people

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// insertToken keeps a new link's digest. userID is 0 for setup.
func insertToken(ctx context.Context, tx *db.Tx, secret string, p purpose, userID int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO login_tokens (hash, user_id, purpose, expires_at, created_at) VALUES ($1, $2, $3, $4, $5)",
		digest(secret), db.Null(userID), string(p), tx.Now().Add(p.lasts()), tx.Now())
	return err
}

// tokenUser gives whom a link is for, if it still works.
func tokenUser(ctx context.Context, q db.Querier, secret string, p purpose, now time.Time) (userID int64, err error) {
	err = q.QueryRow(ctx, `SELECT user_id FROM login_tokens WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3`,
		digest(secret), string(p), now).Scan(db.Zero(&userID))
	if db.IsNoRows(err) {
		return 0, linkVoid(p)
	}
	return userID, err
}

// useToken takes a link out of use. Of two that try at once, one finds the row changed and gets linkVoid.
func useToken(ctx context.Context, tx *db.Tx, secret string, p purpose) (userID int64, err error) {
	err = tx.QueryRow(ctx, `UPDATE login_tokens SET used_at = $3
		WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 RETURNING user_id`,
		digest(secret), string(p), tx.Now()).Scan(db.Zero(&userID))
	if db.IsNoRows(err) {
		return 0, linkVoid(p)
	}
	return userID, err
}

// voidTokens takes every link of a user out of use.
func voidTokens(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, "UPDATE login_tokens SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL", userID, tx.Now())
	return err
}

// voidSetup takes every setup token out of use and reports how many there were.
func voidSetup(ctx context.Context, tx *db.Tx) (int64, error) {
	return tx.Exec(ctx, "UPDATE login_tokens SET used_at = $2 WHERE purpose = $1 AND used_at IS NULL", string(forSetup), tx.Now())
}

// sweepTokens forgets links that ended a while ago; until then an old link's page can say what became of it.
func sweepTokens(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, "DELETE FROM login_tokens WHERE expires_at < $1", tx.Now().AddDate(0, 0, -30))
	return err
}
