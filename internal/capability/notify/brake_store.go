package notify

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// holdAddress makes transactions that answer one address wait for one another.
func holdAddress(ctx context.Context, tx *db.Tx, address string) error {
	_, err := tx.Exec(ctx, `INSERT INTO answered_senders (address, at) VALUES ($1, $2)
		ON CONFLICT (address) DO UPDATE SET at = excluded.at`, address, tx.Now())
	return err
}

// answers are the mails of outbox o that nobody wrote: acknowledgements, and what rules write to customers.
const answers = "o.kind IN ('ack', 'reply', 'refusal') AND (o.kind <> 'reply' OR o.automatic <> '')"

// answersTo lists the automatic answers that an address got since.
func answersTo(ctx context.Context, tx *db.Tx, address string, since time.Time) ([]answer, error) {
	return db.All(ctx, tx, func(row *sql.Rows, a *answer) error { return row.Scan(&a.subject, db.Time(&a.at)) },
		"SELECT t.subject, o.created_at FROM outbox_recipients r JOIN outbox o ON o.id = r.outbox_id JOIN tickets t ON t.id = o.ticket_id"+
			" WHERE r.address = $1 AND "+answers+" AND o.created_at > $2", address, since)
}

// answersOfDesk counts the automatic answers of the desk since, and says until when the global brake is shut.
func answersOfDesk(ctx context.Context, tx *db.Tx, since time.Time) (n int, shut time.Time, err error) {
	if err = tx.QueryRow(ctx, "SELECT max(until) FROM brakes WHERE until IS NOT NULL").Scan(db.Time(&shut)); err != nil {
		return 0, shut, err
	}
	err = tx.QueryRow(ctx, "SELECT count(*) FROM outbox o WHERE "+answers+" AND o.created_at > $1", since).Scan(&n)
	return n, shut, err
}

// mailsToEngineer counts the notification mails to one person since.
func mailsToEngineer(ctx context.Context, tx *db.Tx, address string, since time.Time) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM outbox_recipients r JOIN outbox o ON o.id = r.outbox_id
		WHERE r.address = $1 AND o.kind = 'notification' AND o.created_at > $2`, address, since).Scan(&n)
	return n, err
}

func insertBrake(ctx context.Context, tx *db.Tx, b Braked) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO brakes (brake, address, ticket_id, comment_id, at, until) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
		string(b.Brake), b.Address, b.TicketID, b.CommentID, tx.Now(), b.Until)
}

// brakesOf lists what was held back, newest first: of one ticket, or of all for 0.
func brakesOf(ctx context.Context, q db.Querier, ticketID int64, limit int) ([]Braked, error) {
	var w db.Where
	if ticketID != 0 {
		w.And("ticket_id = ?", ticketID)
	}
	return db.All(ctx, q, func(row *sql.Rows, b *Braked) error {
		return row.Scan(&b.ID, &b.Brake, &b.Address, &b.TicketID, &b.CommentID, db.Time(&b.At), db.Time(&b.Until))
	}, "SELECT id, brake, address, ticket_id, comment_id, at, until FROM brakes WHERE "+w.String()+w.Bind(" ORDER BY id DESC LIMIT ?", limit), w.Args()...)
}
