package diagnose

import (
	"context"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func examined(ctx context.Context, q db.Querier, attachment int64) (done bool, err error) {
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM diagnose_runs WHERE attachment_id = $1)", attachment).Scan(&done)
	return done, err
}

// insertRun reports false where another job examined the file meanwhile.
func insertRun(ctx context.Context, tx *db.Tx, a ticket.Attachment, r Report) (bool, error) {
	causes, err := json.Marshal(r.Keys())
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `INSERT INTO diagnose_runs (attachment_id, ticket_id, causes, files, lines, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, a.ID, a.TicketID, string(causes), r.Files, r.Lines, tx.Now())
	return n == 1, err
}
