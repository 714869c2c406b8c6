package alert

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const serviceColumns = `s.id, s.title, s.policy, s.urgencies, s.silence, s.ticket_user_id, s.version, s.created_at, s.updated_at,
	(SELECT count(*) FROM alerts a WHERE a.service_id = s.id AND a.closed_at IS NULL)`

type scanner interface{ Scan(dest ...any) error }

func scanService(row scanner, m *Monitored) error {
	var urgencies []byte
	var silence int64
	if err := row.Scan(&m.ID, &m.Title, &m.Policy, &urgencies, &silence, &m.TicketUserID, &m.Version, db.Time(&m.CreatedAt),
		db.Time(&m.UpdatedAt), &m.Open); err != nil {
		return err
	}
	m.Silence = time.Duration(silence) * time.Second
	if err := json.Unmarshal(urgencies, &m.Urgencies); err != nil {
		return fmt.Errorf("urgencies of alert service %d: %w", m.ID, err)
	}
	return nil
}

func listServices(ctx context.Context, q db.Querier) ([]Monitored, error) {
	return db.All(ctx, q, func(row *sql.Rows, m *Monitored) error { return scanService(row, m) },
		"SELECT "+serviceColumns+" FROM alert_services s ORDER BY s.title_key")
}

func findService(ctx context.Context, q db.Querier, id int64) (m Monitored, err error) {
	err = scanService(q.QueryRow(ctx, "SELECT "+serviceColumns+" FROM alert_services s WHERE s.id = $1", id), &m)
	return m, db.OrNotFound(err, "There is no alert service with the number %d", id)
}

func serviceTitled(ctx context.Context, q db.Querier, title string) (m Monitored, err error) {
	err = scanService(q.QueryRow(ctx, "SELECT "+serviceColumns+" FROM alert_services s WHERE s.title_key = $1", foldTitle(title)), &m)
	return m, db.OrNotFound(err, "There is no alert service called “%s”", title)
}

// lockService keeps a service, and with it what is known of its alerts, from changing until the transaction ends.
func lockService(ctx context.Context, tx *db.Tx, id int64) (m Monitored, err error) {
	err = scanService(tx.QueryRow(ctx, "SELECT "+serviceColumns+" FROM alert_services s WHERE s.id = $1"+db.Pick(tx, "", " FOR UPDATE OF s"), id), &m)
	return m, db.OrNotFound(err, "There is no alert service with the number %d", id)
}

func insertService(ctx context.Context, tx *db.Tx, m Monitored) (int64, error) {
	urgencies, err := json.Marshal(m.Urgencies)
	if err != nil {
		return 0, fmt.Errorf("urgencies of an alert service: %w", err)
	}
	return tx.Insert(ctx, `INSERT INTO alert_services (title, title_key, policy, urgencies, silence, ticket_user_id, version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`, m.Title, foldTitle(m.Title), m.Policy, urgencies, int64(m.Silence/time.Second),
		m.TicketUserID, m.Version, m.CreatedAt, m.UpdatedAt)
}

func updateService(ctx context.Context, tx *db.Tx, m Monitored) error {
	urgencies, err := json.Marshal(m.Urgencies)
	if err != nil {
		return fmt.Errorf("urgencies of an alert service: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE alert_services SET title = $2, title_key = $3, policy = $4, urgencies = $5, silence = $6, ticket_user_id = $7,
		version = $8, updated_at = $9 WHERE id = $1`, m.ID, m.Title, foldTitle(m.Title), m.Policy, urgencies, int64(m.Silence/time.Second),
		m.TicketUserID, m.Version, m.UpdatedAt)
	return err
}

func deleteService(ctx context.Context, tx *db.Tx, id int64) error {
	for _, statement := range []string{"DELETE FROM alert_keys WHERE service_id = $1", "DELETE FROM alert_ends WHERE service_id = $1",
		"DELETE FROM alert_changes WHERE service_id = $1", "DELETE FROM alert_services WHERE id = $1"} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return err
		}
	}
	return nil
}

func countAlerts(ctx context.Context, q db.Querier, serviceID int64) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM alerts WHERE service_id = $1", serviceID).Scan(&n)
	return n, err
}

func keysOf(ctx context.Context, q db.Querier, serviceID int64) ([]Key, error) {
	return db.All(ctx, q, func(row *sql.Rows, k *Key) error {
		return row.Scan(&k.ID, &k.Key, db.Time(&k.CreatedAt), db.Time(&k.LastUsedAt), db.Time(&k.RevokedAt))
	}, "SELECT id, routing_key, created_at, last_used_at, revoked_at FROM alert_keys WHERE service_id = $1 ORDER BY id DESC", serviceID)
}

func insertKey(ctx context.Context, tx *db.Tx, serviceID int64, key string) error {
	_, err := tx.Exec(ctx, "INSERT INTO alert_keys (service_id, routing_key, created_at) VALUES ($1, $2, $3)", serviceID, key, tx.Now())
	return err
}

func revokeKey(ctx context.Context, tx *db.Tx, serviceID, id int64) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE alert_keys SET revoked_at = $3 WHERE id = $1 AND service_id = $2 AND revoked_at IS NULL", id, serviceID, tx.Now())
	return n > 0, err
}

// keyed finds a key that works; db.IsNoRows where none does.
func keyed(ctx context.Context, q db.Querier, key string) (k Key, serviceID int64, err error) {
	err = q.QueryRow(ctx, "SELECT id, service_id, last_used_at FROM alert_keys WHERE routing_key = $1 AND revoked_at IS NULL", key).
		Scan(&k.ID, &serviceID, db.Time(&k.LastUsedAt))
	return k, serviceID, err
}

func touchKey(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE alert_keys SET last_used_at = $2 WHERE id = $1", id, tx.Now())
	return err
}
