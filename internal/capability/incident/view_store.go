package incident

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// findPublic lists what goes on or is to come, and the n newest of all that is public, the newest first.
func findPublic(ctx context.Context, q db.Querier, n int) ([]Incident, error) {
	return incidentsWhere(ctx, q, `WHERE i.last_at IS NOT NULL AND NOT i.confidential AND (i.resolved_at IS NULL OR i.id IN
		(SELECT p.id FROM incidents p WHERE p.last_at IS NOT NULL AND NOT p.confidential ORDER BY p.started_at DESC, p.id DESC LIMIT $1))
		ORDER BY i.started_at DESC, i.id DESC`, n)
}

// findPublicBetween lists what is public and began in [from, until), the newest first.
func findPublicBetween(ctx context.Context, q db.Querier, from, until time.Time) ([]Incident, error) {
	return incidentsWhere(ctx, q, `WHERE i.last_at IS NOT NULL AND NOT i.confidential AND i.started_at >= $1 AND i.started_at < $2
		ORDER BY i.started_at DESC, i.id DESC`, from, until)
}

// findPublished lists the public words of some incidents, the newest first.
func findPublished(ctx context.Context, q db.Querier, some []Incident) ([]Update, error) {
	ids := make([]any, len(some))
	for n, i := range some {
		ids[n] = i.ID
	}
	var w db.Where
	w.And("u.incident_id IN "+db.In(len(ids)), ids...)
	return updatesWhere(ctx, q, "WHERE u.state = 'published' AND "+w.String()+" ORDER BY u.published_at DESC, u.id DESC", w.Args()...)
}
