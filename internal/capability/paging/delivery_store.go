package paging

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const deliveryColumns = `a.id, a.page_id, a.ask, a.user_id, a.method_id, a.kind, a.label, a.state, a.tries, a.planned_at, a.next_try_at,
	a.provider_id, a.said, a.opened_at, a.created_at, a.settled_at`

func scanDelivery(row interface{ Scan(...any) error }, d *Delivery) error {
	return row.Scan(&d.ID, &d.PageID, &d.Ask, &d.UserID, &d.MethodID, &d.Kind, &d.Label, &d.State, &d.Tries, db.Time(&d.PlannedAt),
		db.Time(&d.NextTryAt), &d.ProviderID, &d.Said, db.Time(&d.OpenedAt), db.Time(&d.CreatedAt), db.Time(&d.SettledAt))
}

func scanDeliveryRow(row *sql.Rows, d *Delivery) error { return scanDelivery(row, d) }

func insertDelivery(ctx context.Context, tx *db.Tx, d Delivery) error {
	_, err := tx.Exec(ctx, `INSERT INTO paging_attempts (page_id, ask, user_id, method_id, kind, label, state, planned_at, next_try_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $7, $8)`,
		d.PageID, d.Ask, d.UserID, d.MethodID, string(d.Kind), db.Text(d.Label), d.PlannedAt, tx.Now())
	return err
}

func findDelivery(ctx context.Context, q db.Querier, id int64) (d Delivery, err error) {
	err = scanDelivery(q.QueryRow(ctx, "SELECT "+deliveryColumns+" FROM paging_attempts a WHERE a.id = $1", id), &d)
	return d, db.OrNotFound(err, "There is no attempt %d", id)
}

// lockDelivery reads an attempt whose page's row is held, and until when it is leased.
func lockDelivery(ctx context.Context, tx *db.Tx, id int64) (d Delivery, leased time.Time, err error) {
	if d, err = findDelivery(ctx, tx, id); err != nil {
		return d, leased, err
	}
	err = tx.QueryRow(ctx, "SELECT lease_until FROM paging_attempts WHERE id = $1", id).Scan(db.Time(&leased))
	return d, leased, err
}

func deliveriesOf(ctx context.Context, q db.Querier, page int64) ([]Delivery, error) {
	return db.All(ctx, q, scanDeliveryRow, "SELECT "+deliveryColumns+" FROM paging_attempts a WHERE a.page_id = $1 ORDER BY a.planned_at, a.id", page)
}

// deliveriesIn lists all of one ask.
func deliveriesIn(ctx context.Context, q db.Querier, page int64, ask int) ([]Delivery, error) {
	return db.All(ctx, q, scanDeliveryRow, "SELECT "+deliveryColumns+` FROM paging_attempts a
		WHERE a.page_id = $1 AND a.ask = $2 ORDER BY a.planned_at, a.id`, page, ask)
}

// due is an attempt that may be claimed.
type due struct {
	id, page int64
	kind     Kind
}

// dueDeliveries finds the attempts whose time has come, and those whose process died, but for the ways in full. It locks
// nothing: the lock is that of their page.
func dueDeliveries(ctx context.Context, q db.Querier, now time.Time, full []Kind, n int) ([]due, error) {
	var w db.Where
	w.And("(state = 'queued' AND next_try_at <= ? OR state = 'sending' AND lease_until <= ?)", now, now)
	for _, k := range full {
		w.And("kind <> ?", string(k))
	}
	limit := w.Bind(" ORDER BY next_try_at, id LIMIT ?", n)
	return db.All(ctx, q, func(row *sql.Rows, d *due) error { return row.Scan(&d.id, &d.page, &d.kind) },
		"SELECT id, page_id, kind FROM paging_attempts WHERE "+w.String()+limit, w.Args()...)
}

// nextDelivery is when the next attempt is to be tried or taken back; zero when none is.
func nextDelivery(ctx context.Context, q db.Querier) (at time.Time, err error) {
	err = q.QueryRow(ctx, `SELECT min(at) FROM (SELECT min(next_try_at) AS at FROM paging_attempts WHERE state = 'queued'
		UNION ALL SELECT min(lease_until) FROM paging_attempts WHERE state = 'sending') x`).Scan(db.Time(&at))
	return at, err
}

// leaseDelivery takes an attempt in hand and writes its try ahead.
func leaseDelivery(ctx context.Context, tx *db.Tx, d Delivery, until time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE paging_attempts SET state = 'sending', tries = $2, lease_until = $3 WHERE id = $1", d.ID, d.Tries, until)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO paging_tries (attempt_id, n, started_at, outcome) VALUES ($1, $2, $3, 'sending')", d.ID, d.Tries, tx.Now())
	return err
}

// saveDelivery stores what was decided about an attempt that is in nobody's hand any more.
func saveDelivery(ctx context.Context, tx *db.Tx, d Delivery) error {
	_, err := tx.Exec(ctx, `UPDATE paging_attempts SET state = $2, next_try_at = $3, lease_until = NULL, provider_id = $4, said = $5, settled_at = $6
		WHERE id = $1`, d.ID, string(d.State), d.NextTryAt, db.Text(d.ProviderID), db.Text(d.Said), d.SettledAt)
	return err
}

// endTry stores how a try ended. held is false where the attempt was taken for deserted meanwhile.
func endTry(ctx context.Context, tx *db.Tx, d Delivery, outcome Outcome, said string) (held bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE paging_tries SET ended_at = $3, outcome = $4, said = $5 WHERE attempt_id = $1 AND n = $2 AND outcome = 'sending'`,
		d.ID, d.Tries, tx.Now(), string(outcome), db.Text(said))
	return n > 0, err
}

// cancelDeliveries ends what waits of a page.
func cancelDeliveries(ctx context.Context, tx *db.Tx, page int64, why string) error {
	_, err := tx.Exec(ctx, `UPDATE paging_attempts SET state = 'cancelled', said = $2, settled_at = $3 WHERE page_id = $1 AND state = 'queued'`,
		page, db.Text(why), tx.Now())
	return err
}

// hasten makes the next way to a person that waits due now; it reports whether there was one.
func hasten(ctx context.Context, tx *db.Tx, d Delivery) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE paging_attempts SET next_try_at = $4 WHERE id = (SELECT id FROM paging_attempts
		WHERE page_id = $1 AND ask = $2 AND user_id = $3 AND state = 'queued' AND tries = 0 AND next_try_at > $4 ORDER BY next_try_at, id LIMIT 1)`,
		d.PageID, d.Ask, d.UserID, tx.Now())
	return n > 0, err
}

// rungSince counts what went out to a person by a way, or is going, since an instant.
func rungSince(ctx context.Context, q db.Querier, d Delivery, since time.Time) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT count(DISTINCT a.id) FROM paging_attempts a JOIN paging_tries t ON t.attempt_id = a.id
		WHERE a.user_id = $1 AND a.kind = $2 AND t.n = 1 AND t.started_at > $3 AND a.id <> $4`, d.UserID, string(d.Kind), since, d.ID).Scan(&n)
	return n, err
}

// heldSince counts what the throttle kept from a person by a way since the last that went out.
func heldSince(ctx context.Context, q db.Querier, d Delivery) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT count(*) FROM paging_attempts WHERE user_id = $1 AND kind = $2 AND state = 'held' AND id > (
		SELECT coalesce(max(id), 0) FROM paging_attempts WHERE user_id = $1 AND kind = $2 AND state = 'accepted')`, d.UserID, string(d.Kind)).Scan(&n)
	return n, err
}

func setOpened(ctx context.Context, tx *db.Tx, id int64) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE paging_attempts SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL", id, tx.Now())
	return n > 0, err
}

func triesOf(ctx context.Context, q db.Querier, page int64) ([]Try, error) {
	return db.All(ctx, q, func(row *sql.Rows, t *Try) error {
		return row.Scan(&t.DeliveryID, &t.N, db.Time(&t.StartedAt), db.Time(&t.EndedAt), &t.Outcome, &t.Said)
	}, `SELECT t.attempt_id, t.n, t.started_at, t.ended_at, t.outcome, t.said FROM paging_tries t
		JOIN paging_attempts a ON a.id = t.attempt_id WHERE a.page_id = $1 ORDER BY t.attempt_id, t.n`, page)
}
