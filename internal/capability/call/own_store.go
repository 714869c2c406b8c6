package call

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// ownCalls lists what is to come for a customer, a few at most.
func ownCalls(ctx context.Context, q db.Querier, customer int64, now time.Time) ([]Call, error) {
	return listed(ctx, q, `WHERE c.state = 'booked' AND c.until_at > $2 AND (c.customer_id = $1 OR EXISTS (SELECT 1 FROM call_guests g WHERE g.call_id = c.id AND g.user_id = $1))
		OR c.state = 'offered' AND c.customer_id = $1 AND c.expires_at > $2 ORDER BY coalesce(c.from_at, c.expires_at), c.id LIMIT 20`, customer, now)
}
