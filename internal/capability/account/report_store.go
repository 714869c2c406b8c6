package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// wrote is how much somebody wrote for a customer.
type wrote struct {
	organization     int64 // 0: for nobody's
	tickets, replies int
}

// wroteIn counts the tickets on which somebody wrote from a up to b, and their words to customers, by organization.
func wroteIn(ctx context.Context, q db.Querier, userID int64, a, b time.Time) (map[int64]wrote, error) {
	all, err := db.All(ctx, q, func(row *sql.Rows, w *wrote) error { return row.Scan(&w.organization, &w.tickets, &w.replies) },
		`SELECT coalesce(t.organization_id, 0), count(DISTINCT c.ticket_id), count(*) FILTER (WHERE c.public)
		FROM comments c JOIN tickets t ON t.id = c.ticket_id WHERE c.author_id = $1 AND c.at >= $2 AND c.at < $3 AND t.requester_id <> $1
		GROUP BY coalesce(t.organization_id, 0)`, userID, a, b)
	by := map[int64]wrote{}
	for _, w := range all {
		by[w.organization] = w
	}
	return by, err
}

// opened is a ticket of a customer with when we first answered it.
type opened struct {
	id       int64
	priority ticket.Priority
	at       time.Time
	answered time.Time // zero: not yet
}

// openedSince lists the tickets of an organization since a moment, the oldest first. The first answer is the first public word of
// somebody of the team.
func openedSince(ctx context.Context, q db.Querier, organization int64, since time.Time) ([]opened, error) {
	return db.All(ctx, q, func(row *sql.Rows, o *opened) error {
		return row.Scan(&o.id, &o.priority, db.Time(&o.at), db.Time(&o.answered))
	}, `SELECT t.id, t.priority, t.created_at, (SELECT min(c.at) FROM comments c JOIN users u ON u.id = c.author_id
			WHERE c.ticket_id = t.id AND c.public AND c.automatic = '' AND u.role <> 'end_user' AND c.author_id <> t.requester_id)
		FROM tickets t WHERE t.organization_id = $1 AND t.created_at >= $2 ORDER BY t.created_at LIMIT 5000`, organization, since)
}
