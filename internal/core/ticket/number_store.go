package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func lastNumber(ctx context.Context, q db.Querier) (n int64, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM tickets").Scan(&n)
	return n, err
}
