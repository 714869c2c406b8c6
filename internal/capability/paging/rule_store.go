package paging

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func findRules(ctx context.Context, q db.Querier, userID int64, urgency Urgency) ([]Rule, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *Rule) error {
		err := row.Scan(&r.MethodID, &r.After)
		r.After *= time.Second
		return err
	}, "SELECT method_id, after FROM paging_rules WHERE user_id = $1 AND urgency = $2 ORDER BY position", userID, string(urgency))
}

// storeRules expects the person to be locked.
func storeRules(ctx context.Context, tx *db.Tx, userID int64, urgency Urgency, rules []Rule) error {
	if _, err := tx.Exec(ctx, "DELETE FROM paging_rules WHERE user_id = $1 AND urgency = $2", userID, string(urgency)); err != nil || len(rules) == 0 {
		return err
	}
	var v db.Values
	for i, r := range rules {
		v.Add(userID, string(urgency), i, r.MethodID, int64(r.After/time.Second))
	}
	_, err := tx.Exec(ctx, "INSERT INTO paging_rules (user_id, urgency, position, method_id, after) VALUES "+v.String(), v.Args()...)
	return err
}
