package intake

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const deliveryColumns = `id, channel, source_key, generation, hash, size, env_from, env_to, received_at, note, state, reason, detail, attempts, error,
	released, sender, subject, automatic, message_id, content_hash, ticket_id, comment_id, same_as, filed_at`

func scanDelivery(row interface{ Scan(...any) error }, d *Delivery) error {
	var to string
	err := row.Scan(&d.ID, &d.Channel, &d.Key, &d.Generation, &d.Hash, &d.Size, &d.EnvFrom, &to, db.Time(&d.ReceivedAt), &d.Note, &d.State, &d.Reason,
		&d.Detail, &d.Attempts, &d.Error, &d.Released, &d.Sender, &d.Subject, &d.Automatic, &d.MessageID, &d.ContentHash,
		db.Zero(&d.TicketID), db.Zero(&d.CommentID), db.Zero(&d.SameAs), db.Time(&d.FiledAt))
	d.EnvTo = strings.Fields(to)
	return err
}

func insertRaws(ctx context.Context, tx *db.Tx, batch []*arrival) error {
	if len(batch) == 0 {
		return nil
	}
	var rows db.Values
	for _, a := range batch {
		rows.Add(a.raw.hash, a.raw.size, a.raw.bytes, tx.Now())
	}
	_, err := tx.Exec(ctx, "INSERT INTO raw_mails (hash, size, body, created_at) VALUES "+rows.String()+" ON CONFLICT DO NOTHING", rows.Args()...)
	return err
}

func findRaw(ctx context.Context, q db.Querier, hash string) (raw rawMail, err error) {
	raw.hash = hash
	err = q.QueryRow(ctx, "SELECT size, body FROM raw_mails WHERE hash = $1", hash).Scan(&raw.size, &raw.bytes)
	if err == nil && raw.bytes == nil && raw.size == 0 {
		raw.bytes = []byte{} // an empty mail, as SQLite gives it back
	}
	return raw, db.OrNotFound(err, "This mail is gone: the files of its ticket were removed a while after it was closed")
}

// insertDeliveries makes a row of every arrival whose key and generation are not taken, and tells those apart by
// fresh. One that another transaction is about to take is waited for.
func insertDeliveries(ctx context.Context, tx *db.Tx, batch []*arrival) error {
	var rows db.Values
	for _, a := range batch {
		rows.Add(a.Channel, a.Key, a.Generation, a.Hash, a.Size, db.Text(a.EnvFrom), db.Text(strings.Join(a.EnvTo, " ")), a.ReceivedAt,
			db.Text(a.Note), a.MessageID)
	}
	made, err := db.All(ctx, tx, func(row *sql.Rows, d *Delivery) error { return row.Scan(&d.ID, &d.Channel, &d.Key, &d.Generation) },
		"INSERT INTO mail_deliveries (channel, source_key, generation, hash, size, env_from, env_to, received_at, note, message_id) VALUES "+rows.String()+
			" ON CONFLICT DO NOTHING RETURNING id, channel, source_key, generation", rows.Args()...)
	for _, d := range made { // the first of those with one key: the others repeat it
		i := slices.IndexFunc(batch, func(a *arrival) bool { return a.Channel == d.Channel && a.Key == d.Key && a.Generation == d.Generation })
		batch[i].ID, batch[i].fresh = d.ID, true
	}
	return err
}

// newestWithKey finds the newest delivery of a key; all zero where there is none.
func newestWithKey(ctx context.Context, tx *db.Tx, channel, key string) (id int64, at time.Time, generation int, err error) {
	err = tx.QueryRow(ctx, `SELECT id, received_at, generation FROM mail_deliveries WHERE channel = $1 AND source_key = $2
		ORDER BY generation DESC LIMIT 1`, channel, key).Scan(&id, db.Time(&at), &generation)
	if db.IsNoRows(err) {
		return 0, at, 0, nil
	}
	return id, at, generation, err
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
		d.ID, string(d.State), d.Reason, db.Text(d.Detail), d.Attempts, db.Text(d.Error), d.Released, db.Text(d.Sender), db.Text(d.Subject),
		d.Automatic, db.Text(d.MessageID), d.ContentHash, db.Null(d.TicketID), db.Null(d.CommentID), db.Null(d.SameAs), d.FiledAt)
	return err
}

// noteTries writes down what is known of the tries of a mail that failed.
func noteTries(ctx context.Context, tx *db.Tx, id int64, tries int, trouble string) error {
	_, err := tx.Exec(ctx, "UPDATE mail_deliveries SET attempts = $2, error = $3 WHERE id = $1 AND state = 'pending'", id, tries, db.Text(trouble))
	return err
}

// holdMessageID makes transactions that file mails with one Message-ID wait for one another. SQLite has one
// writer anyway.
func holdMessageID(ctx context.Context, tx *db.Tx, id string) error {
	if id == "" || tx.Engine() == db.SQLite {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO mail_ids (message_id, filed_at) VALUES ($1, $2)
		ON CONFLICT (message_id) DO UPDATE SET filed_at = excluded.filed_at`, db.Text(id), tx.Now())
	return err
}

// sameMail finds a filed delivery of the same mail by another way: same Message-ID and same content (mail.md
// E2, second level). Mails without a Message-ID are never taken for one another: a robot's alerts are equal.
func sameMail(ctx context.Context, tx *db.Tx, d Delivery, since time.Time) (other Delivery, found bool, err error) {
	if d.ContentHash == "" || d.MessageID == "" {
		return other, false, nil
	}
	err = scanDelivery(tx.QueryRow(ctx, "SELECT "+deliveryColumns+` FROM mail_deliveries
		WHERE message_id = $1 AND message_id <> '' AND content_hash = $2 AND id <> $3 AND state = 'filed' AND same_as IS NULL AND received_at > $4
		ORDER BY id LIMIT 1`, db.Text(d.MessageID), d.ContentHash, d.ID, since.UnixMicro()), &other)
	if db.IsNoRows(err) {
		return other, false, nil
	}
	return other, err == nil, err
}

// pendingAmong lists the deliveries before one that carry one of these Message-IDs and wait to be filed, oldest
// first. Those that failed once are left to their own tries.
func pendingAmong(ctx context.Context, q db.Querier, messageIDs []string, before int64) ([]int64, error) {
	if len(messageIDs) == 0 {
		return nil, nil
	}
	var w db.Where
	w.And("message_id IN "+db.In(len(messageIDs)), db.Anys(messageIDs)...).And("message_id <> ''").
		And("state = 'pending' AND attempts = 0 AND id < ?", before)
	return db.Column[int64](ctx, q, "SELECT id FROM mail_deliveries WHERE "+w.String()+" ORDER BY id", w.Args()...)
}

// sameID reports whether another filed delivery carried the Message-ID.
func sameID(ctx context.Context, tx *db.Tx, d Delivery) (found bool, err error) {
	if d.MessageID == "" {
		return false, nil
	}
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM mail_deliveries WHERE message_id = $1 AND message_id <> '' AND id <> $2 AND state = 'filed')",
		db.Text(d.MessageID), d.ID).Scan(&found)
	return found, err
}

// automaticBetween counts the automatic mails of a sender that were filed; mail of lists is people's.
func automaticBetween(ctx context.Context, tx *db.Tx, sender string, after, until time.Time) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM mail_deliveries WHERE sender = $1 AND received_at > $2 AND received_at <= $3
		AND automatic NOT IN ('', 'list') AND state = 'filed'`, sender, after, until).Scan(&n)
	return n, err
}

// Counts is the account of all mail: Received equals the sum of the others.
type Counts struct {
	Received, Filed, Held, Dead, Pending int
	OldestPending                        time.Time // zero when nothing is pending
}

func countDeliveries(ctx context.Context, q db.Querier) (c Counts, err error) {
	type row struct {
		state State
		n     int
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.state, &x.n) },
		"SELECT state, count(*) FROM mail_deliveries GROUP BY state") // the index alone; a time would read every row
	if err != nil {
		return c, err
	}
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
		}
	}
	if c.Pending > 0 {
		_, c.OldestPending, err = oldestPending(ctx, q)
	}
	return c, err
}

// countStopped counts the mails that wait for a person.
func countStopped(ctx context.Context, q db.Querier) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM mail_deliveries WHERE state IN ('held', 'dead')").Scan(&n)
	return n, err
}

// oldestPending gives how many deliveries wait to be filed, and since when the first of them does. One that a
// person let through came long ago and waits since a moment.
func oldestPending(ctx context.Context, q db.Querier) (n int, since time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT count(*), min(received_at) FILTER (WHERE NOT released) FROM mail_deliveries WHERE state = 'pending'").Scan(&n, db.Time(&since))
	return n, since, err
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

// deleteRaws forgets the mails that were filed to a ticket and to no other. Large ones lie in the blob store, and go with the
// next sweep of files.
func deleteRaws(ctx context.Context, tx *db.Tx, ticketID int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM raw_mails WHERE hash IN (SELECT d.hash FROM mail_deliveries d WHERE d.ticket_id = $1)
		AND NOT EXISTS (SELECT 1 FROM mail_deliveries o WHERE o.hash = raw_mails.hash AND o.ticket_id IS DISTINCT FROM $1)`, ticketID)
	return err
}
