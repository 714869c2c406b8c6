package alert

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func listAlerts(ctx context.Context, q db.Querier, f Filter, limit int) ([]Alert, error) {
	var w db.Where
	order := "CASE a.state WHEN 'triggered' THEN 0 ELSE 1 END, CASE a.urgency WHEN 'high' THEN 0 WHEN 'low' THEN 1 ELSE 2 END, a.id"
	if f.Over {
		w.And("a.closed_at IS NOT NULL")
		order = "a.closed_at DESC, a.id DESC"
	} else {
		w.And("a.closed_at IS NULL AND a.lead_id IS NULL")
	}
	if f.ServiceID != 0 {
		w.And("a.service_id = ?", f.ServiceID)
	}
	if f.Before != 0 {
		w.And("(a.closed_at, a.id) < (SELECT b.closed_at, b.id FROM alerts b WHERE b.id = ?)", f.Before)
	}
	tail := w.Bind(" ORDER BY "+order+" LIMIT ?", limit)
	return db.All(ctx, q, scanAlerts, "SELECT "+alertColumns+fromAlerts+"WHERE "+w.String()+tail, w.Args()...)
}

func countTriggered(ctx context.Context, q db.Querier) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM alerts WHERE closed_at IS NULL AND lead_id IS NULL AND state = 'triggered' AND urgency <> 'none'").Scan(&n)
	return n, err
}

func ticketed(ctx context.Context, q db.Querier, ticketID int64) ([]Alert, error) {
	return db.All(ctx, q, scanAlerts, "SELECT "+alertColumns+fromAlerts+"WHERE a.ticket_id = $1 ORDER BY a.id DESC LIMIT 20", ticketID)
}
