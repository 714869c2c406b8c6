package environment

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// choiceOf gives the environment that somebody chose for a ticket; 0 where nobody did.
func choiceOf(ctx context.Context, q db.Querier, ticketID int64) (id int64, err error) {
	err = q.QueryRow(ctx, "SELECT environment_id FROM environment_tickets WHERE ticket_id = $1", ticketID).Scan(&id)
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

func setChoice(ctx context.Context, tx *db.Tx, ticketID, environmentID, by int64) error {
	if environmentID == 0 {
		_, err := tx.Exec(ctx, "DELETE FROM environment_tickets WHERE ticket_id = $1", ticketID)
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO environment_tickets (ticket_id, environment_id, by_id, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (ticket_id) DO UPDATE SET environment_id = excluded.environment_id, by_id = excluded.by_id, at = excluded.at`, ticketID, environmentID, db.Null(by), tx.Now())
	return err
}

// chosenFor lists the tickets for which an environment was chosen, the newest first.
func chosenFor(ctx context.Context, q db.Querier, environmentID int64, limit int) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT ticket_id FROM environment_tickets WHERE environment_id = $1 ORDER BY ticket_id DESC LIMIT $2",
		environmentID, limit)
}
