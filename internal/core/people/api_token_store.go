package people

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const apiTokenColumns = `t.id, t.user_id, u.name, coalesce((SELECT i.value FROM identities i WHERE i.user_id = u.id AND i.kind = 'email' AND i.is_primary), ''),
	t.name, t.hint, t.scopes, t.expires_at, t.last_used_at, t.revoked_at, t.created_by, t.created_at`

func scanAPIToken(row interface{ Scan(...any) error }, t *APIToken) error {
	var scopes []byte
	if err := row.Scan(&t.ID, &t.UserID, &t.Owner, &t.OwnerEmail, &t.Name, &t.Hint, &scopes, db.Time(&t.ExpiresAt), db.Time(&t.LastUsedAt),
		db.Time(&t.RevokedAt), &t.CreatedBy, db.Time(&t.CreatedAt)); err != nil {
		return err
	}
	if err := json.Unmarshal(scopes, &t.Scopes); err != nil {
		return fmt.Errorf("scopes of API token %d: %w", t.ID, err)
	}
	return nil
}

func insertAPIToken(ctx context.Context, tx *db.Tx, t APIToken, hash string) (int64, error) {
	scopes, err := json.Marshal(t.Scopes)
	if err != nil {
		return 0, fmt.Errorf("scopes of an API token: %w", err)
	}
	return tx.Insert(ctx, `INSERT INTO api_tokens (user_id, name, hash, hint, scopes, expires_at, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, t.UserID, t.Name, hash, t.Hint, scopes, t.ExpiresAt, t.CreatedBy, t.CreatedAt)
}

func findAPIToken(ctx context.Context, q db.Querier, id int64) (t APIToken, err error) {
	err = scanAPIToken(q.QueryRow(ctx, "SELECT "+apiTokenColumns+" FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE t.id = $1", id), &t)
	return t, db.OrNotFound(err, "There is no API token with the number %d", id)
}

// apiTokenOf gives the token with a digest, whatever became of it; fault.NotFound where there is none.
func apiTokenOf(ctx context.Context, q db.Querier, hash string) (t APIToken, err error) {
	err = scanAPIToken(q.QueryRow(ctx, "SELECT "+apiTokenColumns+" FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE t.hash = $1", hash), &t)
	return t, db.OrNotFound(err, "There is no such API token")
}

// listAPITokens gives a person's tokens, everybody's for 0.
func listAPITokens(ctx context.Context, q db.Querier, userID int64) ([]APIToken, error) {
	return db.All(ctx, q, func(row *sql.Rows, t *APIToken) error { return scanAPIToken(row, t) },
		"SELECT "+apiTokenColumns+` FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE $1 = 0 OR t.user_id = $1 ORDER BY t.id DESC`, userID)
}

func workingAPITokens(ctx context.Context, tx *db.Tx, userID int64) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM api_tokens WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
		userID, tx.Now()).Scan(&n)
	return n, err
}

// revokeAPIToken reports whether the token still worked until now.
func revokeAPIToken(ctx context.Context, tx *db.Tx, id int64) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE api_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", id, tx.Now())
	return n > 0, err
}

// touchAPIToken notes that a token is in use.
func touchAPIToken(ctx context.Context, tx *db.Tx, id int64, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1", id, at)
	return err
}
