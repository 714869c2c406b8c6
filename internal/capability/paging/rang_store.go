package paging

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Pages gives the instants in [from, until) at which somebody was paged, oldest first: one for each time that they were
// asked, by however many ways. The caller has asked who may.
func (s *Service) Pages(ctx context.Context, q db.Querier, userID int64, from, until time.Time) ([]time.Time, error) {
	return db.All(ctx, q, func(row *sql.Rows, t *time.Time) error { return row.Scan(db.Time(t)) },
		`SELECT MIN(created_at) AS rang FROM paging_attempts WHERE user_id = $1 AND created_at >= $2 AND created_at < $3
		GROUP BY page_id, ask ORDER BY rang`, userID, from, until)
}
