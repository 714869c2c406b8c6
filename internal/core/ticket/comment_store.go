package ticket

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const commentColumns = "c.id, c.ticket_id, c.author_id, c.public, c.format, c.body, c.html, c.folds, c.channel, c.automatic, c.outside, c.delivery_id, c.at"

func scanComment(row interface{ Scan(...any) error }, c *Comment) error {
	var folds []byte
	err := row.Scan(&c.ID, &c.TicketID, &c.AuthorID, &c.Public, &c.Format, &c.Body, &c.HTML, &folds, &c.Channel, &c.Automatic,
		&c.Outside, db.Zero(&c.DeliveryID), db.Time(&c.At))
	if err != nil {
		return err
	}
	return json.Unmarshal(folds, &c.Folds)
}

func insertComment(ctx context.Context, tx *db.Tx, c *Comment) error {
	folds, err := json.Marshal(append([]Fold{}, c.Folds...))
	if err != nil {
		return err
	}
	c.ID, err = tx.Insert(ctx, `INSERT INTO comments (ticket_id, author_id, public, format, body, html, folds, channel, automatic, outside, delivery_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
		c.TicketID, c.AuthorID, c.Public, string(c.Format), db.Text(c.Body), db.Text(c.HTML), string(folds), c.Channel, c.Automatic, c.Outside,
		db.Null(c.DeliveryID), c.At)
	return err
}

func findComment(ctx context.Context, q db.Querier, id int64) (c Comment, err error) {
	err = scanComment(q.QueryRow(ctx, "SELECT "+commentColumns+" FROM comments c WHERE c.id = $1", id), &c)
	if err != nil {
		return c, db.OrNotFound(err, "There is no comment %d", id)
	}
	c.Attachments, err = attachmentsWhere(ctx, q, "comment_id = $1", id)
	return c, err
}

// commentsOf gives a ticket's comments, oldest first, with their attachments.
func commentsOf(ctx context.Context, q db.Querier, ticketID int64) ([]Comment, error) {
	comments, err := db.All(ctx, q, func(row *sql.Rows, c *Comment) error { return scanComment(row, c) },
		"SELECT "+commentColumns+" FROM comments c WHERE c.ticket_id = $1 ORDER BY c.id", ticketID)
	if err != nil {
		return nil, err
	}
	files, err := attachmentsWhere(ctx, q, "ticket_id = $1 AND comment_id IS NOT NULL", ticketID)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, c := range comments {
		at[c.ID] = i
	}
	for _, a := range files {
		if i, ok := at[a.CommentID]; ok {
			comments[i].Attachments = append(comments[i].Attachments, a)
		}
	}
	return comments, nil
}

// sentTexts gives the newest texts that customers have of us.
func sentTexts(ctx context.Context, q db.Querier, ticketID int64) ([]string, error) {
	return db.Column[string](ctx, q, `SELECT c.body FROM comments c JOIN users u ON u.id = c.author_id
		WHERE c.ticket_id = $1 AND c.public AND u.role <> 'end_user' ORDER BY c.id DESC LIMIT 20`, ticketID)
}

// spoken reports who wrote publicly on t before a comment: customers, and we.
func spoken(ctx context.Context, q db.Querier, t *Ticket, before int64) (theirs, ours bool, err error) {
	var customers, staff int
	err = q.QueryRow(ctx, `SELECT count(*) FILTER (WHERE u.role = 'end_user' OR u.id = $2), count(*) FILTER (WHERE u.role <> 'end_user' AND u.id <> $2)
		FROM comments c JOIN users u ON u.id = c.author_id
		WHERE c.ticket_id = $1 AND c.id < $3 AND c.public AND NOT c.outside AND c.automatic NOT IN ('auto-reply', 'bounce', 'loop')`,
		t.ID, t.RequesterID, before).Scan(&customers, &staff)
	return customers > 0, staff > 0, err
}
