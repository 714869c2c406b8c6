package ticket

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func waiting(ctx context.Context, q db.Querier) (map[int64]int, error) {
	type load struct {
		assignee int64
		tickets  int
	}
	all, err := db.All(ctx, q, func(row *sql.Rows, l *load) error { return row.Scan(&l.assignee, &l.tickets) },
		"SELECT assignee_id, count(*) FROM tickets WHERE status <= 2 AND assignee_id IS NOT NULL GROUP BY assignee_id")
	byID := make(map[int64]int, len(all))
	for _, l := range all {
		byID[l.assignee] = l.tickets
	}
	return byID, err
}
