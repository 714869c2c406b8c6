package discussion

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const itemColumns = `SELECT id, ticket_id, author_id, nature, version, tried, question, state, reader_id, mark, ref, problem, written_at, left_at, pulled_at,
	closed_at FROM discussion_items `

func scanItem(row interface{ Scan(...any) error }, i *Item) error {
	return row.Scan(&i.ID, &i.TicketID, &i.AuthorID, &i.Nature, &i.Version, &i.Tried, &i.Question, &i.State, &i.ReaderID, &i.Mark, &i.Ref, &i.Problem,
		db.Time(&i.WrittenAt), db.Time(&i.LeftAt), db.Time(&i.PulledAt), db.Time(&i.ClosedAt))
}

func scanItems(rows *sql.Rows, i *Item) error { return scanItem(rows, i) }

func lockItem(ctx context.Context, tx *db.Tx, id int64) (i Item, err error) {
	err = scanItem(tx.QueryRow(ctx, itemColumns+"WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), id), &i)
	return i, db.OrNotFound(err, "There is no discussion item %d", id)
}

func findItem(ctx context.Context, q db.Querier, id int64) (i Item, err error) {
	err = scanItem(q.QueryRow(ctx, itemColumns+"WHERE id = $1", id), &i)
	return i, db.OrNotFound(err, "There is no discussion item %d", id)
}

func itemsOf(ctx context.Context, q db.Querier, ticketID int64) ([]Item, error) {
	return db.All(ctx, q, scanItems, itemColumns+"WHERE ticket_id = $1 ORDER BY id DESC", ticketID)
}

func itemsIn(ctx context.Context, q db.Querier, s State) ([]Item, error) {
	return db.All(ctx, q, scanItems, itemColumns+"WHERE state = $1 ORDER BY id", string(s))
}

func insertItem(ctx context.Context, tx *db.Tx, i Item) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO discussion_items (ticket_id, author_id, nature, version, tried, question, state, mark, written_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`, i.TicketID, i.AuthorID, db.Text(i.Nature), db.Text(i.Version), db.Text(i.Tried),
		db.Text(i.Question), string(i.State), i.Mark, i.WrittenAt)
}

func updateItem(ctx context.Context, tx *db.Tx, i Item) error {
	_, err := tx.Exec(ctx, `UPDATE discussion_items SET state = $1, reader_id = $2, ref = $3, problem = $4, left_at = $5, pulled_at = $6, closed_at = $7
		WHERE id = $8`, string(i.State), i.ReaderID, i.Ref, db.Text(i.Problem), i.LeftAt, i.PulledAt, i.ClosedAt, i.ID)
	return err
}

// putAnswer stores an answer, or what it was changed to.
func putAnswer(ctx context.Context, tx *db.Tx, itemID int64, a Answer) error {
	_, err := tx.Exec(ctx, `INSERT INTO discussion_answers (item_id, ref, author, body, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (item_id, ref) DO UPDATE SET author = excluded.author, body = excluded.body`, itemID, a.Ref, db.Text(a.Author), db.Text(a.Body), a.At)
	return err
}

func answersOf(ctx context.Context, q db.Querier, itemID int64) ([]Answer, error) {
	return db.All(ctx, q, func(rows *sql.Rows, a *Answer) error { return rows.Scan(&a.Ref, &a.Author, &a.Body, db.Time(&a.At)) },
		"SELECT ref, author, body, at FROM discussion_answers WHERE item_id = $1 ORDER BY at, id", itemID)
}
