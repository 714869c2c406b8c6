package notify

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// listColumns are mailColumns without the texts: lists never read bodies.
var listColumns = strings.Replace(mailColumns, "o.body_text, o.body_html", "'', ''", 1)

func listMails(ctx context.Context, q db.Querier, f Filter, before int64, limit int) ([]Mail, error) {
	var w db.Where
	if f.State != "" {
		w.And("o.state = ?", string(f.State))
	}
	if f.Kind != "" {
		w.And("o.kind = ?", string(f.Kind))
	}
	if f.Twice {
		w.And("o.id IN (SELECT r.outbox_id FROM outbox_recipients r WHERE r.copies > 1)")
	}
	if f.Address != "" {
		pattern := "%" + db.Escape(strings.ToLower(strings.TrimSpace(f.Address))) + "%"
		w.And(`o.id IN (SELECT r.outbox_id FROM outbox_recipients r WHERE r.address LIKE ? ESCAPE '\')`, pattern)
	}
	if f.TicketID != 0 {
		w.And("o.ticket_id = ?", f.TicketID)
	}
	if before > 0 {
		w.And("o.id < ?", before)
	}
	mails, err := db.All(ctx, q, func(row *sql.Rows, m *Mail) error { return scanMail(row, m) },
		"SELECT "+listColumns+" FROM outbox o WHERE "+w.String()+w.Bind(" ORDER BY o.id DESC LIMIT ?", limit), w.Args()...)
	if err != nil {
		return nil, err
	}
	return mails, fillRecipients(ctx, q, mails)
}

// customerMails lists the mails of a ticket that went to its customer, oldest first.
func customerMails(ctx context.Context, q db.Querier, ticketID int64) ([]Mail, error) {
	mails, err := db.All(ctx, q, func(row *sql.Rows, m *Mail) error { return scanMail(row, m) },
		"SELECT "+listColumns+" FROM outbox o WHERE o.ticket_id = $1 AND o.kind IN ('reply', 'ack') ORDER BY o.id", ticketID)
	if err != nil {
		return nil, err
	}
	return mails, fillRecipients(ctx, q, mails)
}

// atOnce is how many mails have their recipients read by one query.
const atOnce = 200

func fillRecipients(ctx context.Context, q db.Querier, mails []Mail) error {
	for start := 0; start < len(mails); start += atOnce {
		if err := fillSome(ctx, q, mails[start:min(start+atOnce, len(mails))]); err != nil {
			return err
		}
	}
	return nil
}

func fillSome(ctx context.Context, q db.Querier, mails []Mail) error {
	at, ids := map[int64]int{}, []int64{}
	for i, m := range mails {
		at[m.ID] = i
		ids = append(ids, m.ID)
	}
	var w db.Where
	w.And("outbox_id IN "+db.In(len(ids)), db.Anys(ids)...)
	type recipientOf struct {
		Recipient
		mail int64
	}
	all, err := db.All(ctx, q, func(row *sql.Rows, r *recipientOf) error {
		return row.Scan(&r.mail, &r.Address, &r.Name, &r.Role, &r.Outcome, &r.Code, &r.Enhanced, &r.Said, &r.Copies, db.Time(&r.At))
	}, "SELECT outbox_id, "+recipientColumns+" FROM outbox_recipients WHERE "+w.String()+" ORDER BY outbox_id, position", w.Args()...)
	for _, r := range all {
		m := &mails[at[r.mail]]
		m.Recipients = append(m.Recipients, r.Recipient)
	}
	return err
}

func countMails(ctx context.Context, q db.Querier, since time.Time) (c Counts, err error) {
	err = q.QueryRow(ctx, `SELECT
		(SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')),
		(SELECT count(*) FROM outbox WHERE state IN ('failed', 'partly') AND settled_at > $1),
		(SELECT count(DISTINCT outbox_id) FROM outbox_recipients WHERE copies > 1),
		(SELECT min(created_at) FROM outbox WHERE state IN ('queued', 'sending'))`, since).
		Scan(&c.Queued, &c.Failed, &c.Twice, db.Time(&c.Oldest))
	return c, err
}

// hangingMails counts the mails that should have left before, for a reason that is not their receiver's: no
// try was made though it was time, or the relay gave no answer. cause is one of these reasons.
func hangingMails(ctx context.Context, q db.Querier, before time.Time) (n int, cause string, err error) {
	err = q.QueryRow(ctx, `SELECT count(*), coalesce(min(last_error), '') FROM outbox
		WHERE state = 'queued' AND (next_try_at < $1 OR last_error <> '' AND first_try_at < $1)`, before).Scan(&n, &cause)
	return n, cause, err
}
