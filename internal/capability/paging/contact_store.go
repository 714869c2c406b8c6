package paging

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const contactColumns = "id, user_id, kind, address, label, shape, secret, verified_at, code_until, gone"

func scanContact(row interface{ Scan(...any) error }, c *Contact) error {
	return row.Scan(&c.ID, &c.UserID, &c.Kind, &c.Address, &c.Label, &c.Shape, &c.Secret, db.Time(&c.VerifiedAt), db.Time(&c.CodeUntil), &c.Gone)
}

func scanContacts(row *sql.Rows, c *Contact) error { return scanContact(row, c) }

func findContacts(ctx context.Context, q db.Querier, userID int64) ([]Contact, error) {
	return db.All(ctx, q, scanContacts, "SELECT "+contactColumns+" FROM paging_methods WHERE user_id = $1 ORDER BY id", userID)
}

func findByAddress(ctx context.Context, q db.Querier, kind Kind, address string) ([]Contact, error) {
	return db.All(ctx, q, scanContacts, "SELECT "+contactColumns+" FROM paging_methods WHERE kind = $1 AND address = $2 ORDER BY id", string(kind), address)
}

func findContact(ctx context.Context, q db.Querier, userID, id int64) (c Contact, err error) {
	err = scanContact(q.QueryRow(ctx, "SELECT "+contactColumns+" FROM paging_methods WHERE id = $1 AND user_id = $2", id, userID), &c)
	return c, db.OrNotFound(err, "This way to reach somebody is no more")
}

// findCode gives a way with the mark of the code that was sent there, and how often it was mistyped.
func findCode(ctx context.Context, q db.Querier, userID, id int64) (c Contact, mark string, tries int, err error) {
	if c, err = findContact(ctx, q, userID, id); err != nil {
		return c, "", 0, err
	}
	err = q.QueryRow(ctx, "SELECT code, code_tries FROM paging_methods WHERE id = $1", id).Scan(&mark, &tries)
	return c, mark, tries, err
}

func insertMethod(ctx context.Context, tx *db.Tx, m Method) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO paging_methods (user_id, kind, address, label, shape, secret, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		m.UserID, string(m.Kind), db.Text(m.Address), db.Text(m.Label), string(m.Shape), m.Secret, tx.Now())
}

func deleteMethod(ctx context.Context, tx *db.Tx, userID, id int64) error {
	if _, err := tx.Exec(ctx, "DELETE FROM paging_rules WHERE user_id = $1 AND method_id = $2", userID, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM paging_methods WHERE id = $1", id)
	return err
}

func markVerified(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE paging_methods SET verified_at = $2, code = '', code_until = NULL, code_tries = 0 WHERE id = $1", id, tx.Now())
	return err
}

func storeCode(ctx context.Context, tx *db.Tx, id int64, mark string, until time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE paging_methods SET code = $2, code_until = $3, code_tries = 0 WHERE id = $1", id, mark, until)
	return err
}

func countTry(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE paging_methods SET code_tries = code_tries + 1 WHERE id = $1", id)
	return err
}

// lockReach keeps others from changing how a person is reached until the transaction ends.
func lockReach(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO paging_quiet (user_id) VALUES ($1) ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id`, userID)
	return err
}

func findWebhook(ctx context.Context, q db.Querier, id int64) (c Contact, err error) {
	err = scanContact(q.QueryRow(ctx, "SELECT "+contactColumns+" FROM paging_methods WHERE id = $1 AND kind = $2", id, string(Webhook)), &c)
	return c, db.OrNotFound(err, "There is no such webhook")
}

// findRingingFor lists the pages that rang for somebody and that nobody has answered.
func findRingingFor(ctx context.Context, q db.Querier, userID int64) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT DISTINCT p.id FROM paging_pages p JOIN paging_attempts a ON a.page_id = p.id
		WHERE p.state = 'triggered' AND a.user_id = $1 ORDER BY p.id`, userID)
}

// findWorkingKinds gives the ways that reach people, beside their mail address.
func findWorkingKinds(ctx context.Context, q db.Querier) (map[int64][]Kind, error) {
	type row struct {
		user int64
		kind Kind
	}
	all, err := db.All(ctx, q, func(rows *sql.Rows, r *row) error { return rows.Scan(&r.user, &r.kind) },
		"SELECT DISTINCT user_id, kind FROM paging_methods WHERE verified_at IS NOT NULL AND gone = '' ORDER BY user_id, kind")
	kinds := map[int64][]Kind{}
	for _, r := range all {
		kinds[r.user] = append(kinds[r.user], r.kind)
	}
	return kinds, err
}
