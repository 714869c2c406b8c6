package ticket

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const attachmentColumns = "id, ticket_id, comment_id, owner_id, name, content_type, size, hash, content_id, inline, created_at, expired_at"

func scanAttachment(row interface{ Scan(...any) error }, a *Attachment) error {
	return row.Scan(&a.ID, db.Zero(&a.TicketID), db.Zero(&a.CommentID), &a.OwnerID, &a.Name, &a.ContentType, &a.Size, &a.Hash,
		&a.ContentID, &a.Inline, db.Time(&a.CreatedAt), db.Time(&a.ExpiredAt))
}

func insertAttachment(ctx context.Context, tx *db.Tx, c *Comment, n NewAttachment) (Attachment, error) {
	a := Attachment{TicketID: c.TicketID, CommentID: c.ID, OwnerID: c.AuthorID, Name: n.Name, ContentType: n.ContentType,
		Size: n.Size, Hash: n.Hash, ContentID: n.ContentID, Inline: n.Inline, CreatedAt: tx.Now()}
	var err error
	a.ID, err = tx.Insert(ctx, `INSERT INTO attachments (ticket_id, comment_id, owner_id, name, content_type, size, hash, content_id, inline, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		db.Null(a.TicketID), db.Null(a.CommentID), a.OwnerID, db.Text(a.Name), db.Text(a.ContentType), a.Size, a.Hash, db.Text(a.ContentID),
		a.Inline, a.CreatedAt)
	return a, err
}

func findAttachment(ctx context.Context, q db.Querier, id int64) (a Attachment, err error) {
	err = scanAttachment(q.QueryRow(ctx, "SELECT "+attachmentColumns+" FROM attachments WHERE id = $1", id), &a)
	return a, db.OrNotFound(err, "There is no attachment %d", id)
}

func attachmentsWhere(ctx context.Context, q db.Querier, cond string, args ...any) ([]Attachment, error) {
	return db.All(ctx, q, func(row *sql.Rows, a *Attachment) error { return scanAttachment(row, a) },
		"SELECT "+attachmentColumns+" FROM attachments WHERE "+cond+" ORDER BY id", args...)
}

// claimUploads puts files that the author uploaded before onto a comment.
func claimUploads(ctx context.Context, tx *db.Tx, c *Comment, ids []int64) error {
	actor, _ := access.From(ctx)
	for _, id := range ids {
		n, err := tx.Exec(ctx, "UPDATE attachments SET ticket_id = $1, comment_id = $2 WHERE id = $3 AND comment_id IS NULL AND owner_id IN ($4, $5)",
			c.TicketID, c.ID, id, c.AuthorID, actor.UserID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Field("attachments", "The file number %d was not uploaded by you, or is used already. Attach it again", id)
		}
		a, err := findAttachment(ctx, tx, id)
		if err != nil {
			return err
		}
		c.Attachments = append(c.Attachments, a)
	}
	return nil
}
