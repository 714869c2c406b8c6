package entitlement

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const refusalColumns = `SELECT r.id, r.at, r.door, r.address, r.name, r.user_id, r.organization_id, coalesce(o.name, ''), r.reason, r.subject,
	r.delivery_id, r.told, r.silence, r.outcome, r.settled_by, r.settled_at, r.ticket_id,
	EXISTS (SELECT 1 FROM entitlement_refusals e WHERE e.address = r.address AND e.id < r.id AND e.told <> '')
	FROM entitlement_refusals r LEFT JOIN organizations o ON o.id = r.organization_id `

func scanRefusal(row interface{ Scan(...any) error }, r *Refusal) error {
	return row.Scan(&r.ID, db.Time(&r.At), &r.Door, &r.Address, &r.Name, db.Zero(&r.UserID), db.Zero(&r.OrganizationID), &r.Organization, &r.Reason,
		&r.Subject, db.Zero(&r.DeliveryID), &r.Told, &r.Silence, &r.Outcome, db.Zero(&r.SettledBy), db.Time(&r.SettledAt), db.Zero(&r.TicketID), &r.Again)
}

// insertRefusal gives 0 for a mail that was refused before.
func insertRefusal(ctx context.Context, tx *db.Tx, r Refusal) (int64, error) {
	id, err := tx.Insert(ctx, `INSERT INTO entitlement_refusals (at, door, address, name, user_id, organization_id, reason, subject, delivery_id, told, silence)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (delivery_id) WHERE delivery_id IS NOT NULL DO NOTHING RETURNING id`,
		tx.Now(), string(r.Door), db.Text(r.Address), db.Text(r.Name), db.Null(r.UserID), db.Null(r.OrganizationID), string(r.Reason), db.Text(r.Subject),
		db.Null(r.DeliveryID), db.Text(r.Told), string(r.Silence))
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

func findRefusal(ctx context.Context, q db.Querier, id int64, lock string) (r Refusal, err error) {
	err = scanRefusal(q.QueryRow(ctx, refusalColumns+"WHERE r.id = $1"+lock, id), &r)
	return r, db.OrNotFound(err, "There is no refusal %d", id)
}

func lockRefusal(ctx context.Context, tx *db.Tx, id int64) (Refusal, error) {
	return findRefusal(ctx, tx, id, db.Pick(tx, "", " FOR UPDATE OF r"))
}

const (
	usualPage   = 50
	longestPage = 200
)

func listRefusals(ctx context.Context, q db.Querier, f Filter) ([]Refusal, error) {
	var w db.Where
	if f.Settled {
		w.And("r.outcome <> ''")
	} else {
		w.And("r.outcome = ''")
	}
	if f.Reason != "" {
		w.And("r.reason = ?", string(f.Reason))
	}
	if f.OrganizationID != 0 {
		w.And("r.organization_id = ?", f.OrganizationID)
	}
	if f.Before != 0 {
		w.And("r.id < ?", f.Before)
	}
	limit := f.Limit
	if limit <= 0 {
		limit = usualPage
	}
	tail := w.Bind(" ORDER BY r.id DESC LIMIT ?", min(limit, longestPage))
	return db.All(ctx, q, func(row *sql.Rows, r *Refusal) error { return scanRefusal(row, r) }, refusalColumns+"WHERE "+w.String()+tail, w.Args()...)
}

// toldSince reports whether an address was told something since.
func toldSince(ctx context.Context, tx *db.Tx, address string, since time.Time) (told bool, err error) {
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM entitlement_refusals WHERE address = $1 AND at > $2 AND told <> '' AND door = 'mail')", address, since).Scan(&told)
	return told, err
}

// openOf reports whether a refusal of somebody waits.
func openOf(ctx context.Context, q db.Querier, door Way, userID int64) (open bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM entitlement_refusals WHERE user_id = $1 AND door = $2 AND outcome = '')", userID,
		string(door)).Scan(&open)
	return open, err
}

// letIn reports whether somebody was let in this once and has not come yet.
func letIn(ctx context.Context, q db.Querier, userID int64, since time.Time) (in bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM entitlement_refusals WHERE user_id = $1 AND door = 'portal' AND outcome IN ('let_in', 'contact')
		AND ticket_id IS NULL AND settled_at > $2)`, userID, since).Scan(&in)
	return in, err
}

func saveOutcome(ctx context.Context, tx *db.Tx, id int64, outcome Outcome, by int64) error {
	_, err := tx.Exec(ctx, "UPDATE entitlement_refusals SET outcome = $2, settled_by = $3, settled_at = $4 WHERE id = $1", id,
		string(outcome), db.Null(by), tx.Now())
	return err
}

// tieRefusal ties a new ticket to the oldest refusal of its requester that was let in and has none. The requester of a mail
// may have become known only now.
func tieRefusal(ctx context.Context, tx *db.Tx, userID, ticketID int64, since time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE entitlement_refusals SET ticket_id = $2, user_id = $1 WHERE id = (SELECT min(r.id) FROM entitlement_refusals r
		WHERE r.outcome IN ('let_in', 'contact') AND r.ticket_id IS NULL AND r.settled_at > $3
		AND (r.user_id = $1 OR r.address IN (SELECT i.value FROM identities i WHERE i.user_id = $1)))`, userID, ticketID, since)
	return err
}

func anyOpen(ctx context.Context, q db.Querier) (open bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM entitlement_refusals WHERE outcome = '')").Scan(&open)
	return open, err
}
