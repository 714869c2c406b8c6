package rules

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func duesOf(ctx context.Context, q db.Querier, ticketID int64) (map[int64]due, error) {
	all, err := db.All(ctx, q, func(row *sql.Rows, d *due) error { return row.Scan(&d.Rule, &d.Ticket, db.Time(&d.At), &d.Held) },
		"SELECT rule_id, ticket_id, at, held FROM rule_due WHERE ticket_id = $1", ticketID)
	byRule := map[int64]due{}
	for _, d := range all {
		byRule[d.Rule] = d
	}
	return byRule, err
}

// storeDue keeps a row only where there is something to know.
func storeDue(ctx context.Context, tx *db.Tx, d due) error {
	if d.At.IsZero() && !d.Held {
		_, err := tx.Exec(ctx, "DELETE FROM rule_due WHERE rule_id = $1 AND ticket_id = $2", d.Rule, d.Ticket)
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO rule_due (rule_id, ticket_id, at, held) VALUES ($1, $2, $3, $4)
		ON CONFLICT (rule_id, ticket_id) DO UPDATE SET at = excluded.at, held = excluded.held`, d.Rule, d.Ticket, d.At, d.Held)
	return err
}

func ticketsDue(ctx context.Context, q db.Querier, ruleID int64) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT ticket_id FROM rule_due WHERE rule_id = $1 AND at IS NOT NULL ORDER BY ticket_id", ruleID)
}

func deleteDues(ctx context.Context, tx *db.Tx, ruleID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM rule_due WHERE rule_id = $1", ruleID)
	return err
}

// lockTicket keeps others from a ticket for the rest of the transaction.
func lockTicket(ctx context.Context, tx *db.Tx, id int64) error {
	var found int64
	err := tx.QueryRow(ctx, "SELECT id FROM tickets WHERE id = $1 "+db.Pick(tx, "", "FOR UPDATE"), id).Scan(&found)
	return db.OrNotFound(err, "There is no ticket #%d", id)
}

// openTickets lists tickets that are not closed behind after: all, or those of an organization.
func openTickets(ctx context.Context, q db.Querier, after, organization int64, limit int) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT id FROM tickets WHERE id > $1 AND status < 6 AND ($2 = 0 OR organization_id = $2) ORDER BY id LIMIT $3`,
		after, organization, limit)
}

// touchedSince lists tickets that something happened to since, or whose time went by open, newest first.
func touchedSince(ctx context.Context, q db.Querier, since time.Time, limit int) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT id FROM tickets WHERE updated_at >= $1 OR status < 6 ORDER BY id DESC LIMIT $2", since, limit)
}
