package review

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// keepDraft stores a person's draft; an empty one forgets it.
func keepDraft(ctx context.Context, tx *db.Tx, meeting, user int64, d Draft) error {
	if strings.TrimSpace(d.Body) == "" {
		_, err := tx.Exec(ctx, "DELETE FROM review_drafts WHERE meeting_id = $1 AND user_id = $2 AND public = $3", meeting, user, d.Public)
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO review_drafts (meeting_id, user_id, public, body, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (meeting_id, user_id, public) DO UPDATE SET body = excluded.body, at = excluded.at`, meeting, user, d.Public, db.Text(d.Body), d.At)
	return err
}

func draftOf(ctx context.Context, q db.Querier, meeting, user int64, public bool) (d Draft, err error) {
	d.Public = public
	err = q.QueryRow(ctx, "SELECT body, at FROM review_drafts WHERE meeting_id = $1 AND user_id = $2 AND public = $3", meeting, user,
		public).Scan(&d.Body, db.Time(&d.At))
	if db.IsNoRows(err) {
		return d, nil
	}
	return d, err
}
