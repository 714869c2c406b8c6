package intake

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const deliveryColumns = `id, channel, source_key, hash, size, env_from, env_to, received_at, state, reason, detail, attempts, error,
	released, sender, subject, automatic, message_id, content_hash, ticket_id, comment_id, same_as, filed_at`

func scanDelivery(row interface{ Scan(...any) error }, d *Delivery) error {
	var to string
	err := row.Scan(&d.ID, &d.Channel, &d.Key, &d.Hash, &d.Size, &d.EnvFrom, &to, db.Time(&d.ReceivedAt), &d.State, &d.Reason,
		&d.Detail, &d.Attempts, &d.Error, &d.Released, &d.Sender, &d.Subject, &d.Automatic, &d.MessageID, &d.ContentHash,
		db.Zero(&d.TicketID), db.Zero(&d.CommentID), db.Zero(&d.SameAs), db.Time(&d.FiledAt))
	d.EnvTo = strings.Fields(to)
	return err
}

func insertRaw(ctx context.Context, tx *db.Tx, raw rawMail) error {
	_, err := tx.Exec(ctx, "INSERT INTO raw_mails (hash, size, body, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		raw.hash, raw.size, raw.bytes, tx.Now())
	return err
}

func findRaw(ctx context.Context, q db.Querier, hash string) (raw rawMail, err error) {
	raw.hash = hash
	err = q.QueryRow(ctx, "SELECT size, body FROM raw_mails WHERE hash = $1", hash).Scan(&raw.size, &raw.bytes)
	if err == nil && raw.bytes == nil && raw.size == 0 {
		raw.bytes = []byte{} // an empty mail, as SQLite gives it back
	}
	return raw, db.OrNotFound(err, "The raw mail is gone")
}

func insertDelivery(ctx context.Context, tx *db.Tx, d Delivery) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO mail_deliveries (channel, source_key, hash, size, env_from, env_to, received_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		d.Channel, d.Key, d.Hash, d.Size, clean(d.EnvFrom), clean(strings.Join(d.EnvTo, " ")), d.ReceivedAt)
}

// newestWithKey finds the newest delivery of a key and how many there are. Generations of a key beyond the
// first end in "#n".
func newestWithKey(ctx context.Context, tx *db.Tx, channel, key string) (id int64, at time.Time, n int, err error) {
	err = tx.QueryRow(ctx, `SELECT coalesce(max(id), 0), max(received_at), count(*) FROM mail_deliveries
		WHERE channel = $1 AND (source_key = $2 OR (source_key > $2 || '#' AND source_key < $2 || '$'))`, channel, key).Scan(&id, db.Time(&at), &n)
	return id, at, n, err
}

func findDelivery(ctx context.Context, q db.Querier, id int64) (d Delivery, err error) {
	err = scanDelivery(q.QueryRow(ctx, "SELECT "+deliveryColumns+" FROM mail_deliveries WHERE id = $1", id), &d)
	return d, db.OrNotFound(err, "There is no delivery %d", id)
}

func lockDelivery(ctx context.Context, tx *db.Tx, id int64) (d Delivery, err error) {
	err = scanDelivery(tx.QueryRow(ctx, "SELECT "+deliveryColumns+" FROM mail_deliveries WHERE id = $1 "+db.Pick(tx, "", "FOR UPDATE"), id), &d)
	return d, db.OrNotFound(err, "There is no delivery %d", id)
}

func saveDelivery(ctx context.Context, tx *db.Tx, d Delivery) error {
	_, err := tx.Exec(ctx, `UPDATE mail_deliveries SET state = $2, reason = $3, detail = $4, attempts = $5, error = $6, released = $7,
			sender = $8, subject = $9, automatic = $10, message_id = $11, content_hash = $12, ticket_id = $13, comment_id = $14,
			same_as = $15, filed_at = $16 WHERE id = $1`,
		d.ID, string(d.State), d.Reason, clean(d.Detail), d.Attempts, clean(d.Error), d.Released, clean(d.Sender), clean(d.Subject),
		d.Automatic, clean(d.MessageID), d.ContentHash, db.Null(d.TicketID), db.Null(d.CommentID), db.Null(d.SameAs), d.FiledAt)
	return err
}

// sameMail finds an earlier delivery of the same mail by another way: same content, and the same Message-ID
// where both have one (mail.md E2, second level).
func sameMail(ctx context.Context, tx *db.Tx, d Delivery, since time.Time) (other Delivery, found bool, err error) {
	if d.ContentHash == "" || d.MessageID == "" {
		return other, false, nil
	}
	err = scanDelivery(tx.QueryRow(ctx, "SELECT "+deliveryColumns+` FROM mail_deliveries
		WHERE content_hash = $1 AND message_id = $2 AND id <> $3 AND state = 'filed' AND same_as IS NULL AND received_at > $4
		AND (channel <> $5 OR env_to <> $6) ORDER BY id LIMIT 1`,
		d.ContentHash, d.MessageID, d.ID, since, d.Channel, strings.Join(d.EnvTo, " ")), &other)
	if db.IsNoRows(err) {
		return other, false, nil
	}
	return other, err == nil, err
}

// sameID reports whether an earlier delivery carried the Message-ID.
func sameID(ctx context.Context, tx *db.Tx, d Delivery) (found bool, err error) {
	if d.MessageID == "" {
		return false, nil
	}
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM mail_deliveries WHERE message_id = $1 AND id <> $2 AND state = 'filed')",
		d.MessageID, d.ID).Scan(&found)
	return found, err
}

func automaticSince(ctx context.Context, tx *db.Tx, sender string, since time.Time) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM mail_deliveries WHERE sender = $1 AND received_at > $2 AND automatic <> '' AND state = 'filed'`,
		sender, since).Scan(&n)
	return n, err
}

// clean drops what PostgreSQL cannot keep in a text.
func clean(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "") }

// Counts is the account of all mail: Received equals the sum of the others.
type Counts struct {
	Received, Filed, Held, Dead, Pending int
	OldestPending                        time.Time // zero when nothing is pending
}

func countDeliveries(ctx context.Context, q db.Querier) (c Counts, err error) {
	type row struct {
		state  State
		n      int
		oldest time.Time
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.state, &x.n, db.Time(&x.oldest)) },
		"SELECT state, count(*), min(received_at) FROM mail_deliveries GROUP BY state")
	for _, r := range rows {
		c.Received += r.n
		switch r.state {
		case Filed:
			c.Filed = r.n
		case Held:
			c.Held = r.n
		case Dead:
			c.Dead = r.n
		default:
			c.Pending += r.n
			c.OldestPending = r.oldest
		}
	}
	return c, err
}

func listDeliveries(ctx context.Context, q db.Querier, f LogFilter) ([]Delivery, error) {
	var w db.Where
	if f.State != "" {
		w.And("state = ?", string(f.State))
	}
	if f.Before != 0 {
		w.And("id < ?", f.Before)
	}
	if f.Text != "" {
		like := "%" + db.Escape(strings.ToLower(f.Text)) + "%"
		w.And(`lower(sender) LIKE ? ESCAPE '\' OR lower(subject) LIKE ? ESCAPE '\' OR lower(message_id) LIKE ? ESCAPE '\'`, like, like, like)
	}
	limit := w.Bind(" ORDER BY id DESC LIMIT ?", f.Limit)
	return db.All(ctx, q, func(row *sql.Rows, d *Delivery) error { return scanDelivery(row, d) },
		"SELECT "+deliveryColumns+" FROM mail_deliveries WHERE "+w.String()+limit, w.Args()...)
}

// heldKeys gives those of keys that the ledger holds for a channel.
func heldKeys(ctx context.Context, q db.Querier, channel string, keys []string) (map[string]bool, error) {
	held := map[string]bool{}
	for len(keys) > 0 {
		n := min(len(keys), 400)
		var w db.Where
		w.And("channel = ?", channel).And("source_key IN "+db.In(n), db.Anys(keys[:n])...)
		got, err := db.Column[string](ctx, q, "SELECT source_key FROM mail_deliveries WHERE "+w.String(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, k := range got {
			held[k] = true
		}
		keys = keys[n:]
	}
	return held, nil
}
