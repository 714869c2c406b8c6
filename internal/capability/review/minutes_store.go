package review

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// keepDraft stores a person's draft; an empty one forgets it.
func keepDraft(ctx context.Context, tx *db.Tx, meeting, user int64, d Draft) error {
	if strings.TrimSpace(d.Body) == "" {
		_, err := tx.Exec(ctx, "DELETE FROM review_drafts WHERE meeting_id = $1 AND user_id = $2", meeting, user)
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO review_drafts (meeting_id, user_id, public, body, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (meeting_id, user_id) DO UPDATE SET public = excluded.public, body = excluded.body, at = excluded.at`, meeting, user, d.Public, db.Text(d.Body), d.At)
	return err
}

func draftOf(ctx context.Context, q db.Querier, meeting, user int64) (d Draft, err error) {
	err = q.QueryRow(ctx, "SELECT public, body, at FROM review_drafts WHERE meeting_id = $1 AND user_id = $2", meeting, user).Scan(&d.Public, &d.Body, db.Time(&d.At))
	if db.IsNoRows(err) {
		return Draft{}, nil
	}
	return d, err
}
