package ticket

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// Uploads gives files by number, of those that the principal uploaded and has not sent yet; others are left
// out.
func (s *Service) Uploads(ctx context.Context, ids ...int64) ([]Attachment, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil || len(ids) == 0 {
		return nil, err
	}
	actor, _ := access.From(ctx)
	mine, err := attachmentsWhere(ctx, s.db.Read(), "owner_id = $1 AND comment_id IS NULL", actor.UserID)
	return slices.DeleteFunc(mine, func(a Attachment) bool { return !slices.Contains(ids, a.ID) }), err
}
