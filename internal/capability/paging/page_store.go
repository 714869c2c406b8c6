package paging

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

const pageColumns = `p.id, p.page_key, p.subject_type, p.subject_id, p.title, p.policy_id, p.urgency, p.state, p.except_users, p.first_users,
	p.only_first, p.machine, p.asks, p.next_at, p.created_at, p.acked_by, p.acked_at, p.resolved_at, p.reason`

func scanRow(row interface{ Scan(...any) error }, r *ringing) error {
	var except, first, machine []byte
	err := row.Scan(&r.ID, &r.Key, &r.Subject.Type, &r.Subject.ID, &r.Title, &r.Policy, &r.Urgency, &r.State, &except, &first, &r.Only, &machine,
		&r.asks, db.Time(&r.nextAt), db.Time(&r.At), db.Zero(&r.AckedBy), db.Time(&r.AckedAt), db.Time(&r.ResolvedAt), &r.Reason)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		raw  []byte
		into any
	}{{except, &r.Except}, {first, &r.To}, {machine, &r.course}} {
		if err := json.Unmarshal(part.raw, part.into); err != nil {
			return fmt.Errorf("page %d: %w", r.ID, err)
		}
	}
	return nil
}

func scanPage(rows *sql.Rows, p *Page) error {
	var r ringing
	err := scanRow(rows, &r)
	*p = r.Page
	return err
}

func findRow(ctx context.Context, q db.Querier, id int64, lock string) (r ringing, err error) {
	err = scanRow(q.QueryRow(ctx, "SELECT "+pageColumns+" FROM paging_pages p WHERE p.id = $1"+lock, id), &r)
	return r, db.OrNotFound(err, "There is no page %d", id)
}

// lockRow reads a page that this transaction will change. The row of its subject is locked before.
func lockRow(ctx context.Context, tx *db.Tx, id int64) (ringing, error) {
	return findRow(ctx, tx, id, db.Pick(tx, "", " FOR UPDATE"))
}

// lockRows locks pages whose attempts are claimed, but for those that another transaction has in hand.
func lockRows(ctx context.Context, tx *db.Tx, ids []int64) (map[int64]ringing, error) {
	var w db.Where
	w.And("p.id IN "+db.In(len(ids)), db.Anys(ids)...)
	all, err := db.All(ctx, tx, func(rows *sql.Rows, r *ringing) error { return scanRow(rows, r) },
		"SELECT "+pageColumns+" FROM paging_pages p WHERE "+w.String()+" ORDER BY p.id"+db.Pick(tx, "", " FOR UPDATE SKIP LOCKED"), w.Args()...)
	out := make(map[int64]ringing, len(all))
	for _, r := range all {
		out[r.ID] = r
	}
	return out, err
}

// insertRow stores a page, or gives 0 while one of its key is open.
func insertRow(ctx context.Context, tx *db.Tx, r ringing) (int64, error) {
	id, err := tx.Insert(ctx, `INSERT INTO paging_pages (page_key, subject_type, subject_id, title, policy_id, urgency, state, except_users,
			first_users, only_first, machine, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '{}', $11) ON CONFLICT (page_key) WHERE state <> 'resolved' DO NOTHING RETURNING id`,
		db.Text(r.Key), r.Subject.Type, r.Subject.ID, db.Text(r.Title), r.Policy, string(r.Urgency), string(r.State), list(r.Except), list(r.To), r.Only, r.At)
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

func list(ids []int64) string {
	raw, err := json.Marshal(append([]int64{}, ids...))
	if err != nil {
		return "[]"
	}
	return string(raw)
}

func saveRow(ctx context.Context, tx *db.Tx, r ringing) error {
	machine, err := json.Marshal(r.course)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE paging_pages SET state = $2, machine = $3, asks = $4, next_at = $5, acked_by = $6, acked_at = $7, resolved_at = $8,
		reason = $9 WHERE id = $1`, r.ID, string(r.State), string(machine), r.asks, r.nextAt, db.Null(r.AckedBy), r.AckedAt, r.ResolvedAt, db.Text(r.Reason))
	return err
}

// nudge has the engine look at a page that rings, at once.
func nudge(ctx context.Context, tx *db.Tx, page int64) error {
	_, err := tx.Exec(ctx, "UPDATE paging_pages SET next_at = $2 WHERE id = $1 AND state = 'triggered' AND next_at > $2", page, tx.Now())
	return err
}

func openByKey(ctx context.Context, q db.Querier, key string) (r ringing, err error) {
	err = scanRow(q.QueryRow(ctx, "SELECT "+pageColumns+" FROM paging_pages p WHERE p.page_key = $1 AND p.state <> 'resolved'", key), &r)
	return r, db.OrNotFound(err, "No page of the key %s is open", key)
}

func openOf(ctx context.Context, q db.Querier, s event.Subject) ([]Page, error) {
	return db.All(ctx, q, scanPage, "SELECT "+pageColumns+` FROM paging_pages p WHERE p.subject_type = $1 AND p.subject_id = $2 AND p.state <> 'resolved'
		ORDER BY p.id DESC`, s.Type, s.ID)
}

func openUnder(ctx context.Context, q db.Querier, policy int64) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM paging_pages WHERE policy_id = $1 AND state <> 'resolved'", policy).Scan(&n)
	return n, err
}

func pagesIn(ctx context.Context, q db.Querier, state State, limit int) ([]Page, error) {
	return db.All(ctx, q, scanPage, "SELECT "+pageColumns+" FROM paging_pages p WHERE p.state = $1 ORDER BY p.id LIMIT $2", string(state), limit)
}

// pastPages lists resolved pages, newest first, behind before (0: from the newest).
func pastPages(ctx context.Context, q db.Querier, before int64, limit int) ([]Page, error) {
	return db.All(ctx, q, scanPage, "SELECT "+pageColumns+` FROM paging_pages p WHERE p.state = 'resolved' AND (p.id < $1 OR $1 = 0)
		ORDER BY p.id DESC LIMIT $2`, before, limit)
}

// pagesOf lists all pages of a subject, newest first.
func pagesOf(ctx context.Context, q db.Querier, s event.Subject, limit int) ([]Page, error) {
	return db.All(ctx, q, scanPage, "SELECT "+pageColumns+` FROM paging_pages p WHERE p.subject_type = $1 AND p.subject_id = $2
		ORDER BY p.id DESC LIMIT $3`, s.Type, s.ID, limit)
}

// dueRows finds the pages whose time has come. It locks nothing.
func dueRows(ctx context.Context, q db.Querier, now time.Time, n int) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT id FROM paging_pages WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2", now, n)
}

// nextRow is when the next page does something by itself; zero when none does.
func nextRow(ctx context.Context, q db.Querier) (at time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT min(next_at) FROM paging_pages WHERE next_at IS NOT NULL").Scan(db.Time(&at))
	return at, err
}

func insertAck(ctx context.Context, tx *db.Tx, page int64, a Ack) error {
	_, err := tx.Exec(ctx, `INSERT INTO paging_acks (page_id, user_id, at, how) VALUES ($1, $2, $3, $4)
		ON CONFLICT (page_id, user_id) DO UPDATE SET at = excluded.at, how = excluded.how`, page, a.UserID, a.At, a.How)
	return err
}

func acksOf(ctx context.Context, q db.Querier, page int64) ([]Ack, error) {
	return db.All(ctx, q, func(row *sql.Rows, a *Ack) error { return row.Scan(&a.UserID, db.Time(&a.At), &a.How) },
		"SELECT user_id, at, how FROM paging_acks WHERE page_id = $1 ORDER BY at, user_id", page)
}
