package notify

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// insertNote reports whether the person had not been told of that cause yet.
func insertNote(ctx context.Context, tx *db.Tx, n Note) (bool, error) {
	rows, err := tx.Exec(ctx, `INSERT INTO notifications (user_id, kind, cause, ticket_id, comment_id, actor_id, detail, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		n.UserID, string(n.Kind), n.Cause, db.Null(n.TicketID), db.Null(n.CommentID), n.ActorID, db.Text(n.Detail), tx.Now())
	return rows > 0, err
}

func notesOf(ctx context.Context, q db.Querier, userID, before int64, limit int) ([]Note, error) {
	var w db.Where
	w.And("user_id = ?", userID)
	if before > 0 {
		w.And("id < ?", before)
	}
	return db.All(ctx, q, func(row *sql.Rows, n *Note) error {
		return row.Scan(&n.ID, &n.UserID, &n.Kind, &n.Cause, db.Zero(&n.TicketID), db.Zero(&n.CommentID), &n.ActorID, &n.Detail,
			db.Time(&n.CreatedAt), db.Time(&n.SeenAt))
	}, `SELECT id, user_id, kind, cause, ticket_id, comment_id, actor_id, detail, created_at, seen_at FROM notifications
		WHERE `+w.String()+w.Bind(" ORDER BY id DESC LIMIT ?", limit), w.Args()...)
}

func countUnread(ctx context.Context, q db.Querier, userID int64) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM notifications WHERE user_id = $1 AND seen_at IS NULL", userID).Scan(&n)
	return n, err
}

func unreadAbout(ctx context.Context, q db.Querier, userID, ticketID int64) (some bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM notifications WHERE user_id = $1 AND ticket_id = $2 AND seen_at IS NULL)`,
		userID, ticketID).Scan(&some)
	return some, err
}

func markSeen(ctx context.Context, tx *db.Tx, userID int64, ids []int64) error {
	if len(ids) == 0 {
		_, err := tx.Exec(ctx, "UPDATE notifications SET seen_at = $2 WHERE user_id = $1 AND seen_at IS NULL", userID, tx.Now())
		return err
	}
	for _, id := range ids {
		_, err := tx.Exec(ctx, "UPDATE notifications SET seen_at = $3 WHERE user_id = $1 AND id = $2 AND seen_at IS NULL",
			userID, id, tx.Now())
		if err != nil {
			return err
		}
	}
	return nil
}

func markTicketSeen(ctx context.Context, tx *db.Tx, userID, ticketID int64) error {
	_, err := tx.Exec(ctx, "UPDATE notifications SET seen_at = $3 WHERE user_id = $1 AND ticket_id = $2 AND seen_at IS NULL",
		userID, ticketID, tx.Now())
	return err
}

// dropSeen takes back the mails about notifications that are being read, where no try was made yet: those of
// a ticket, those named by ids, or all.
func dropSeen(ctx context.Context, tx *db.Tx, userID, ticketID int64, ids []int64) error {
	var about db.Where
	about.And("user_id = ?", userID).And("seen_at IS NULL")
	if ticketID != 0 {
		about.And("ticket_id = ?", ticketID)
	}
	if len(ids) > 0 {
		about.And("id IN "+db.In(len(ids)), db.Anys(ids)...)
	}
	cond := about.Bind("kind = 'notification' AND audience = ? AND state = 'queued' AND attempts = 0",
		fmt.Sprint("user:", userID))
	query := "SELECT id FROM outbox WHERE " + cond + " AND cause IN (SELECT cause FROM notifications WHERE " + about.String() + ")" +
		db.Pick(tx, "", " FOR UPDATE")
	mails, err := db.Column[int64](ctx, tx, query, about.Args()...)
	if err != nil {
		return err
	}
	for _, id := range mails {
		if _, err := tx.Exec(ctx, "DELETE FROM outbox_recipients WHERE outbox_id = $1", id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM outbox WHERE id = $1", id); err != nil {
			return err
		}
	}
	return nil
}
