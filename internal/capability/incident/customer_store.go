package incident

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func customersWhere(ctx context.Context, q db.Querier, rest string, args ...any) ([]Customer, error) {
	return db.All(ctx, q, func(row *sql.Rows, c *Customer) error {
		var components []byte
		if err := row.Scan(&c.OrganizationID, &c.Name, &components, &c.Secret, db.Time(&c.ChangedAt)); err != nil {
			return err
		}
		return json.Unmarshal(components, &c.Components)
	}, `SELECT c.organization_id, o.name, c.components, c.secret, c.changed_at FROM incident_customers c
		JOIN organizations o ON o.id = c.organization_id `+rest, args...)
}

func findCustomers(ctx context.Context, q db.Querier) ([]Customer, error) {
	return customersWhere(ctx, q, "ORDER BY o.name, c.organization_id")
}

// findCustomer gives what is kept of a customer; one that is as all others where nothing is.
func findCustomer(ctx context.Context, q db.Querier, organization int64) (Customer, error) {
	list, err := customersWhere(ctx, q, "WHERE c.organization_id = $1", organization)
	if len(list) > 0 {
		return list[0], err
	}
	return Customer{OrganizationID: organization}, err
}

func customerBySecret(ctx context.Context, q db.Querier, secret string) (Customer, error) {
	list, err := customersWhere(ctx, q, "WHERE c.secret = $1 AND c.secret <> ''", secret)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Customer{}, db.OrNotFound(err, "This link does not work any more. Ask the support team for the new one")
	}
	return list[0], nil
}

func storeCustomer(ctx context.Context, tx *db.Tx, c Customer) error {
	components, err := json.Marshal(append([]int64{}, c.Components...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO incident_customers (organization_id, components, secret, changed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (organization_id) DO UPDATE SET components = excluded.components, secret = excluded.secret, changed_at = excluded.changed_at`,
		c.OrganizationID, string(components), c.Secret, tx.Now())
	return err
}

// ownTickets lists an organization's tickets behind which a public incident is, the newest first.
func ownTickets(ctx context.Context, q db.Querier, organization int64) ([]OwnTicket, error) {
	return db.All(ctx, q, func(row *sql.Rows, o *OwnTicket) error {
		return row.Scan(&o.Incident, &o.Ticket, &o.Subject, &o.Solved)
	},
		`SELECT l.incident_id, t.id, t.subject, t.status >= 5 FROM incident_tickets l JOIN tickets t ON t.id = l.ticket_id
		JOIN incidents i ON i.id = l.incident_id
		WHERE t.organization_id = $1 AND l.unlinked_at IS NULL AND NOT i.confidential AND i.last_at IS NOT NULL ORDER BY t.id DESC LIMIT 100`, organization)
}
