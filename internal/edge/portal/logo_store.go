package portal

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// findLogo gives the desk's logo; the empty one where there is none.
func findLogo(ctx context.Context, q db.Querier) (Logo, error) {
	var l Logo
	err := q.QueryRow(ctx, "SELECT hash, content_type FROM portal_logo WHERE id = 1").Scan(&l.Hash, &l.ContentType)
	if db.IsNoRows(err) {
		return Logo{}, nil
	}
	return l, err
}

// storeLogo puts l in place of what there was; the empty one takes it away.
func storeLogo(ctx context.Context, tx *db.Tx, l Logo) error {
	if l.Hash == "" {
		_, err := tx.Exec(ctx, "DELETE FROM portal_logo WHERE id = 1")
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO portal_logo (id, hash, content_type, updated_at) VALUES (1, $1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, content_type = excluded.content_type, updated_at = excluded.updated_at`, l.Hash, l.ContentType, tx.Now())
	return err
}
