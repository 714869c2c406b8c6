package call

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func hintsAside(ctx context.Context, q db.Querier, ticketID int64) ([]string, error) {
	return db.Column[string](ctx, q, "SELECT sign FROM call_hints WHERE ticket_id = $1", ticketID)
}

func insertHintAside(ctx context.Context, tx *db.Tx, ticketID int64, sign string, by int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO call_hints (ticket_id, sign, by_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", ticketID, sign, by, tx.Now())
	return err
}
