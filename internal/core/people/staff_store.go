package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func hasStaff(ctx context.Context, q db.Querier) (bool, error) {
	ids, err := db.Column[int64](ctx, q, "SELECT id FROM users WHERE role <> 'end_user' LIMIT 1")
	return len(ids) > 0, err
}

func findStaff(ctx context.Context, q db.Querier, active bool) ([]User, error) {
	return db.All(ctx, q, scanUsers, "SELECT "+userColumns+` FROM users u
		WHERE u.role <> 'end_user' AND (u.active OR NOT $1) ORDER BY u.name_key, u.id`, active)
}

// lockAdmins lists the active administrators and locks them, so that of two who demote each other one waits
// and then sees that the other is gone.
func lockAdmins(ctx context.Context, tx *db.Tx) ([]int64, error) {
	return db.Column[int64](ctx, tx, "SELECT id FROM users WHERE role = $1 AND active ORDER BY id"+
		db.Pick(tx, "", " FOR UPDATE"), string(access.Admin))
}
