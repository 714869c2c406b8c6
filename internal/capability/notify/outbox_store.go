package notify

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const mailColumns = `o.id, o.kind, o.cause, o.audience, o.ticket_id, o.comment_id, o.actor_id, o.message_id, o.in_reply_to, o.refs,
	o.envelope_from, o.from_name, o.from_address, o.reply_to, o.subject, o.body_text, o.body_html, o.automatic, o.state,
	o.attempts, o.first_try_at, o.next_try_at, o.dot_at, o.last_error, o.created_at, o.settled_at, o.unsubscribe, o.calendar, o.calendar_method`

func scanMail(row interface{ Scan(...any) error }, m *Mail) error {
	var refs string
	err := row.Scan(&m.ID, &m.Kind, &m.Cause, &m.Audience, db.Zero(&m.TicketID), db.Zero(&m.CommentID), &m.ActorID, &m.MessageID,
		&m.InReplyTo, &refs, &m.EnvelopeFrom, &m.From.Name, &m.From.Address, &m.ReplyTo, &m.Subject, &m.Text, &m.HTML,
		&m.Automatic, &m.State, &m.Attempts, db.Time(&m.FirstTryAt), db.Time(&m.NextTryAt), db.Time(&m.DotAt), &m.LastError,
		db.Time(&m.CreatedAt), db.Time(&m.SettledAt), &m.Unsubscribe, &m.Calendar, &m.Method)
	m.References = strings.Fields(refs)
	return err
}

const recipientColumns = "address, name, role, outcome, code, enhanced, said, copies, at"

func scanRecipient(row *sql.Rows, r *Recipient) error {
	return row.Scan(&r.Address, &r.Name, &r.Role, &r.Outcome, &r.Code, &r.Enhanced, &r.Said, &r.Copies, db.Time(&r.At))
}

// insertMail stores m, or gives 0 where its cause has its mail already.
func insertMail(ctx context.Context, tx *db.Tx, m Mail) (int64, error) {
	id, err := tx.Insert(ctx, `INSERT INTO outbox (kind, cause, audience, ticket_id, comment_id, actor_id, message_id, in_reply_to,
			refs, from_name, from_address, reply_to, subject, body_text, body_html, automatic, next_try_at, created_at, unsubscribe, calendar, calendar_method)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
		ON CONFLICT (kind, cause, audience) DO NOTHING RETURNING id`,
		string(m.Kind), m.Cause, m.Audience, db.Null(m.TicketID), db.Null(m.CommentID), m.ActorID, m.MessageID, m.InReplyTo,
		strings.Join(m.References, " "), db.Text(m.From.Name), m.From.Address, m.ReplyTo, db.Text(m.Subject), db.Text(m.Text),
		db.Text(m.HTML), string(m.Automatic), later(m.NextTryAt, tx.Now()), tx.Now(), m.Unsubscribe, db.Text(m.Calendar), m.Method)
	if db.IsNoRows(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	for _, r := range m.Recipients {
		if err := insertRecipient(ctx, tx, id, r); err != nil {
			return 0, err
		}
	}
	return id, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// insertRecipient adds an address behind those there are; one that is there stays as it is.
func insertRecipient(ctx context.Context, tx *db.Tx, id int64, r Recipient) error {
	_, err := tx.Exec(ctx, `INSERT INTO outbox_recipients (outbox_id, position, address, name, role)
		VALUES ($1, (SELECT count(*) FROM outbox_recipients WHERE outbox_id = $1), $2, $3, $4) ON CONFLICT DO NOTHING`,
		id, r.Address, db.Text(r.Name), string(r.Role))
	return err
}

func setEnvelope(ctx context.Context, tx *db.Tx, m Mail) error {
	_, err := tx.Exec(ctx, "UPDATE outbox SET envelope_from = $2, from_name = $3, from_address = $4, reply_to = $5 WHERE id = $1",
		m.ID, m.EnvelopeFrom, db.Text(m.From.Name), m.From.Address, m.ReplyTo)
	return err
}

func findMail(ctx context.Context, q db.Querier, id int64) (Mail, error) {
	return readMail(ctx, q, id, "")
}

// lockMail reads a row that this transaction will change.
func lockMail(ctx context.Context, tx *db.Tx, id int64) (Mail, error) {
	return readMail(ctx, tx, id, db.Pick(tx, "", " FOR UPDATE"))
}

func readMail(ctx context.Context, q db.Querier, id int64, lock string) (m Mail, err error) {
	if err = scanMail(q.QueryRow(ctx, "SELECT "+mailColumns+" FROM outbox o WHERE o.id = $1"+lock, id), &m); err != nil {
		return m, db.OrNotFound(err, "There is no mail %d in the outbox", id)
	}
	m.Recipients, err = db.All(ctx, q, scanRecipient,
		"SELECT "+recipientColumns+" FROM outbox_recipients WHERE outbox_id = $1 ORDER BY position", id)
	return m, err
}

// mailByMessageID finds the mail that went out under an id, in its angle brackets; 0 when there is none.
func mailByMessageID(ctx context.Context, q db.Querier, messageID string) (id int64, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM outbox WHERE message_id = $1", messageID).Scan(&id)
	return id, err
}

// mailByComment finds the mail to the customer that a comment became, or called for; 0 when there is none.
func mailByComment(ctx context.Context, q db.Querier, commentID int64) (id int64, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM outbox WHERE comment_id = $1 AND kind IN ('reply', 'ack')", commentID).Scan(&id)
	return id, err
}

// dueMails locks the oldest mails whose time has come; on PostgreSQL it passes over those that another
// process has in hand.
func dueMails(ctx context.Context, tx *db.Tx, now time.Time, n int) ([]int64, error) {
	return db.Column[int64](ctx, tx, `SELECT id FROM outbox WHERE state = 'queued' AND next_try_at <= $1
		ORDER BY next_try_at, id LIMIT $2 `+db.Pick(tx, "", "FOR UPDATE SKIP LOCKED"), now, n)
}

// deserted locks the mails whose sender died.
func deserted(ctx context.Context, tx *db.Tx, now time.Time) ([]int64, error) {
	return db.Column[int64](ctx, tx, `SELECT id FROM outbox WHERE state = 'sending' AND lease_until < $1
		ORDER BY id LIMIT 50 `+db.Pick(tx, "", "FOR UPDATE SKIP LOCKED"), now)
}

// anythingDue reports whether a claim could find something, without taking the write lock.
func anythingDue(ctx context.Context, q db.Querier, now time.Time) (due bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'queued' AND next_try_at <= $1)
		OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND lease_until < $1)`, now).Scan(&due)
	return due, err
}

// nextDue is when the next mail is to be tried; zero when none waits.
func nextDue(ctx context.Context, q db.Querier) (at time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT min(next_try_at) FROM outbox WHERE state = 'queued'").Scan(db.Time(&at))
	return at, err
}

func leaseMail(ctx context.Context, tx *db.Tx, m Mail, until time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE outbox SET state = 'sending', attempts = $2, first_try_at = $3, lease_until = $4, dot_at = NULL
		WHERE id = $1`, m.ID, m.Attempts, m.FirstTryAt, until)
	return err
}

// renewLease keeps a running try from being taken for dead; held is false when it was.
func renewLease(ctx context.Context, tx *db.Tx, m Mail, until time.Time) (held bool, err error) {
	n, err := tx.Exec(ctx, "UPDATE outbox SET lease_until = $3 WHERE id = $1 AND attempts = $2 AND state = 'sending'",
		m.ID, m.Attempts, until)
	return n > 0, err
}

// markDot notes that the final dot is about to go out; held is as in renewLease.
func markDot(ctx context.Context, tx *db.Tx, m Mail, until time.Time) (held bool, err error) {
	n, err := tx.Exec(ctx, "UPDATE outbox SET dot_at = $3, lease_until = $4 WHERE id = $1 AND attempts = $2 AND state = 'sending'",
		m.ID, m.Attempts, tx.Now(), until)
	return n > 0, err
}

// saveOutcome stores what settle decided.
func saveOutcome(ctx context.Context, tx *db.Tx, m Mail) error {
	if m.Kind.secret() && !m.SettledAt.IsZero() {
		m.Text, m.HTML = "", ""
	}
	_, err := tx.Exec(ctx, `UPDATE outbox SET state = $2, next_try_at = $3, lease_until = NULL, dot_at = NULL, last_error = $4,
			settled_at = $5, body_text = $6, body_html = $7, first_try_at = $8, attempts = $9 WHERE id = $1`,
		m.ID, string(m.State), m.NextTryAt, db.Text(m.LastError), m.SettledAt, m.Text, m.HTML, m.FirstTryAt, m.Attempts)
	if err != nil {
		return err
	}
	for _, r := range m.Recipients {
		_, err := tx.Exec(ctx, `UPDATE outbox_recipients SET outcome = $3, code = $4, enhanced = $5, said = $6, copies = $7, at = $8
			WHERE outbox_id = $1 AND address = $2`,
			m.ID, r.Address, string(r.Outcome), r.Code, r.Enhanced, db.Text(r.Said), r.Copies, r.At)
		if err != nil {
			return err
		}
	}
	return nil
}
