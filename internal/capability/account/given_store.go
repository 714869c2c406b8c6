package account

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func storeGiven(ctx context.Context, tx *db.Tx, ticketID, assignment int64, c Charge, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_tickets (ticket_id, assignment_id, user_id, cover_id, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (ticket_id) DO UPDATE SET assignment_id = excluded.assignment_id, user_id = excluded.user_id, cover_id = excluded.cover_id,
			at = excluded.at, back_at = NULL`, ticketID, assignment, c.UserID, db.Null(c.CoverID), at)
	return err
}

// givenBy lists the tickets that a cover brought to somebody and that did not go back.
func givenBy(ctx context.Context, q db.Querier, cover int64) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT ticket_id FROM account_tickets WHERE cover_id = $1 AND back_at IS NULL ORDER BY ticket_id", cover)
}

func markBack(ctx context.Context, tx *db.Tx, ticketID int64, at time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE account_tickets SET back_at = $2 WHERE ticket_id = $1", ticketID, at)
	return err
}

// liveTickets lists the live tickets of an organization, those that breach first first, n at most.
func liveTickets(ctx context.Context, q db.Querier, organization int64, n int) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT id FROM tickets WHERE organization_id = $1 AND status < 5
		ORDER BY priority, coalesce(breach_at, 9223372036854775807), id LIMIT $2`, organization, n)
}

// liveTicketsOf lists the live tickets that somebody has, n at most.
func liveTicketsOf(ctx context.Context, q db.Querier, userID int64, n int) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT id FROM tickets WHERE assignee_id = $1 AND status < 5
		ORDER BY coalesce(breach_at, 9223372036854775807), id LIMIT $2`, userID, n)
}
