package alert

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func openedSince(ctx context.Context, q db.Querier, serviceID int64, since time.Time) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM alerts WHERE service_id = $1 AND opened_at > $2", serviceID, since).Scan(&n)
	return n, err
}

// openLeads gives the open alerts of a service that stand for themselves, those that lead a storm first, then the newest:
// the storm goes on with the alert that began it, as long as that is open.
func openLeads(ctx context.Context, q db.Querier, serviceID int64, since time.Time) ([]Alert, error) {
	return db.All(ctx, q, scanAlerts, "SELECT "+alertColumns+fromAlerts+`WHERE a.service_id = $1 AND a.closed_at IS NULL AND a.lead_id IS NULL
		AND (a.opened_at > $2 OR a.folded > 0) ORDER BY a.folded DESC, a.id LIMIT 100`, serviceID, since)
}

func openFolded(ctx context.Context, q db.Querier, leadID int64) ([]Alert, error) {
	return db.All(ctx, q, scanAlerts, "SELECT "+alertColumns+fromAlerts+"WHERE a.lead_id = $1 AND a.closed_at IS NULL ORDER BY a.id", leadID)
}

// moveFolded hands all that is open of a storm on to another lead.
func moveFolded(ctx context.Context, tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(ctx, "UPDATE alerts SET lead_id = $2 WHERE lead_id = $1 AND closed_at IS NULL AND id <> $2", from, to)
	return err
}
