package alert

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const alertColumns = `a.id, a.service_id, s.title, a.dedup, a.sender, a.state, a.severity, a.summary, a.said, a.said_at, a.times, a.firing, a.urgency,
	a.opened_at, a.last_at, a.acked_by, a.acked_at, a.closed_at, a.closed_why, a.ticket_id, a.lead_id, a.folded`

const fromAlerts = " FROM alerts a JOIN alert_services s ON s.id = a.service_id "

func scanAlert(row scanner, a *Alert) error {
	var said string
	err := row.Scan(&a.ID, &a.ServiceID, &a.Service, &a.Key, &a.Sender, &a.State, &a.Severity, &a.Summary, &said, db.Time(&a.SaidAt), &a.Times, &a.Firing,
		&a.Urgency, db.Time(&a.OpenedAt), db.Time(&a.LastAt), &a.AckedBy, db.Time(&a.AckedAt), db.Time(&a.ClosedAt), &a.ClosedWhy, db.Zero(&a.TicketID),
		db.Zero(&a.LeadID), &a.Folded)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(said), &a.Said); err != nil {
		return fmt.Errorf("alert %d: %w", a.ID, err)
	}
	return nil
}

func scanAlerts(row *sql.Rows, a *Alert) error { return scanAlert(row, a) }

func findAlert(ctx context.Context, q db.Querier, id int64) (a Alert, err error) {
	err = scanAlert(q.QueryRow(ctx, "SELECT "+alertColumns+fromAlerts+"WHERE a.id = $1", id), &a)
	return a, db.OrNotFound(err, "There is no alert with the number %d", id)
}

// lockAlert reads an alert whom this transaction will change. All changes of a service's alerts wait for its row.
func lockAlert(ctx context.Context, tx *db.Tx, id int64) (a Alert, m Monitored, err error) {
	if a, err = findAlert(ctx, tx, id); err != nil {
		return a, m, err
	}
	if m, err = lockService(ctx, tx, a.ServiceID); err != nil {
		return a, m, err
	}
	a, err = findAlert(ctx, tx, id)
	return a, m, err
}

// openAlert gives the open alert of a key; nil where none is.
func openAlert(ctx context.Context, q db.Querier, serviceID int64, key string) (*Alert, error) {
	var a Alert
	err := scanAlert(q.QueryRow(ctx, "SELECT "+alertColumns+fromAlerts+"WHERE a.service_id = $1 AND a.dedup = $2 AND a.closed_at IS NULL", serviceID, key), &a)
	if db.IsNoRows(err) {
		return nil, nil
	}
	return &a, err
}

func insertAlert(ctx context.Context, tx *db.Tx, a Alert) (int64, error) {
	said, err := json.Marshal(a.Said)
	if err != nil {
		return 0, fmt.Errorf("what an alert says: %w", err)
	}
	return tx.Insert(ctx, `INSERT INTO alerts (service_id, dedup, sender, state, severity, summary, said, said_at, times, firing, urgency, opened_at, last_at, acked_by, lead_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id`, a.ServiceID, a.Key, string(a.Sender), string(a.State),
		string(a.Severity), a.Summary, db.Text(string(said)), a.SaidAt, a.Times, a.Firing, string(a.Urgency), a.OpenedAt, a.LastAt,
		a.AckedBy, db.Null(a.LeadID))
}

func updateAlert(ctx context.Context, tx *db.Tx, a Alert) error {
	said, err := json.Marshal(a.Said)
	if err != nil {
		return fmt.Errorf("what alert %d says: %w", a.ID, err)
	}
	_, err = tx.Exec(ctx, `UPDATE alerts SET state = $2, severity = $3, summary = $4, said = $5, said_at = $6, times = $7, firing = $8, urgency = $9, last_at = $10,
		acked_by = $11, acked_at = $12, closed_at = $13, closed_why = $14, ticket_id = $15, lead_id = $16, folded = $17 WHERE id = $1`, a.ID, string(a.State),
		string(a.Severity), a.Summary, db.Text(string(said)), a.SaidAt, a.Times, a.Firing, string(a.Urgency), a.LastAt, a.AckedBy, a.AckedAt, a.ClosedAt,
		a.ClosedWhy, db.Null(a.TicketID), db.Null(a.LeadID), a.Folded)
	return err
}

func membersOf(ctx context.Context, q db.Querier, alertID int64) (map[string]Member, error) {
	list, err := db.All(ctx, q, func(row *sql.Rows, m *Member) error {
		var labels string
		if err := row.Scan(&m.Fingerprint, &m.State, &m.Severity, &m.Summary, &labels, db.Time(&m.StartsAt), db.Time(&m.EndsAt)); err != nil {
			return err
		}
		m.Firing = m.State == MemberFiring
		return json.Unmarshal([]byte(labels), &m.Labels)
	}, "SELECT fingerprint, state, severity, summary, labels, starts_at, ends_at FROM alert_members WHERE alert_id = $1 ORDER BY fingerprint", alertID)
	by := make(map[string]Member, len(list))
	for _, m := range list {
		by[m.Fingerprint] = m
	}
	return by, err
}

// putMembers stores members, a part at a time: a statement takes so many values.
func putMembers(ctx context.Context, tx *db.Tx, alertID int64, members []Member) error {
	const part = 500
	for len(members) > 0 {
		var rows db.Values
		n := min(part, len(members))
		for _, m := range members[:n] {
			labels, err := json.Marshal(m.Labels)
			if err != nil {
				return fmt.Errorf("labels of a member: %w", err)
			}
			rows.Add(alertID, m.Fingerprint, string(m.State), string(m.Severity), m.Summary, db.Text(string(labels)), m.StartsAt, m.EndsAt)
		}
		if _, err := tx.Exec(ctx,
			"INSERT INTO alert_members (alert_id, fingerprint, state, severity, summary, labels, starts_at, ends_at) VALUES "+rows.String()+
				` ON CONFLICT (alert_id, fingerprint) DO UPDATE SET state = excluded.state, severity = excluded.severity, summary = excluded.summary,
			labels = excluded.labels, starts_at = excluded.starts_at, ends_at = excluded.ends_at`, rows.Args()...); err != nil {
			return err
		}
		members = members[n:]
	}
	return nil
}

func endsOf(ctx context.Context, q db.Querier, serviceID int64, key string) (map[string]time.Time, error) {
	type end struct {
		fingerprint string
		at          time.Time
	}
	list, err := db.All(ctx, q, func(row *sql.Rows, e *end) error { return row.Scan(&e.fingerprint, db.Time(&e.at)) },
		"SELECT fingerprint, ended_at FROM alert_ends WHERE service_id = $1 AND dedup = $2", serviceID, key)
	ends := make(map[string]time.Time, len(list))
	for _, e := range list {
		ends[e.fingerprint] = e.at
	}
	return ends, err
}

func putEnds(ctx context.Context, tx *db.Tx, serviceID int64, key string, ends map[string]time.Time) error {
	if len(ends) == 0 {
		return nil
	}
	var rows db.Values
	for fingerprint, at := range ends {
		rows.Add(serviceID, key, fingerprint, at, tx.Now())
	}
	_, err := tx.Exec(ctx, "INSERT INTO alert_ends (service_id, dedup, fingerprint, ended_at, noted_at) VALUES "+rows.String()+
		" ON CONFLICT (service_id, dedup, fingerprint) DO UPDATE SET ended_at = excluded.ended_at, noted_at = excluded.noted_at", rows.Args()...)
	return err
}
