package account

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// podsIn lists pods with their members: all, or those that hold a condition about p.
func podsIn(ctx context.Context, q db.Querier, where string, args ...any) ([]Pod, error) {
	pods, err := db.All(ctx, q, func(row *sql.Rows, p *Pod) error { return row.Scan(&p.ID, &p.Name) },
		"SELECT p.id, p.name FROM account_pods p "+where+" ORDER BY p.name_key", args...)
	if err != nil || len(pods) == 0 {
		return nil, err
	}
	type member struct{ pod, user int64 }
	members, err := db.All(ctx, q, func(row *sql.Rows, m *member) error { return row.Scan(&m.pod, &m.user) },
		"SELECT pod_id, user_id FROM account_pod_members ORDER BY user_id")
	for _, m := range members {
		if i := slices.IndexFunc(pods, func(p Pod) bool { return p.ID == m.pod }); i >= 0 {
			pods[i].Members = append(pods[i].Members, m.user)
		}
	}
	return pods, err
}

func allPods(ctx context.Context, q db.Querier) ([]Pod, error) { return podsIn(ctx, q, "") }

// findPod gives one; fault.NotFound when there is none.
func findPod(ctx context.Context, q db.Querier, id int64) (Pod, error) {
	pods, err := podsIn(ctx, q, "WHERE p.id = $1", id)
	if err != nil {
		return Pod{}, err
	}
	if len(pods) == 0 {
		return Pod{}, fault.New(fault.NotFound, "There is no pod %d", id)
	}
	return pods[0], nil
}

// podOf gives the pod that somebody is in; false where they are in none.
func podOf(ctx context.Context, q db.Querier, userID int64) (Pod, bool, error) {
	pods, err := podsIn(ctx, q, "WHERE p.id = (SELECT pod_id FROM account_pod_members WHERE user_id = $1)", userID)
	if err != nil || len(pods) == 0 {
		return Pod{}, false, err
	}
	return pods[0], true, nil
}

// lockPods keeps two from changing pods at once: nobody gets into two.
func lockPods(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() == db.SQLite {
		return nil
	}
	_, err := tx.Exec(ctx, "LOCK TABLE account_pods IN EXCLUSIVE MODE")
	return err
}

func insertPod(ctx context.Context, tx *db.Tx, p Pod, by int64, at time.Time) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO account_pods (name, name_key, created_at, created_by) VALUES ($1, $2, $3, $4) RETURNING id",
		db.Text(p.Name), people.FoldName(p.Name), at, by)
}

func renamePod(ctx context.Context, tx *db.Tx, p Pod) error {
	_, err := tx.Exec(ctx, "UPDATE account_pods SET name = $2, name_key = $3 WHERE id = $1", p.ID, db.Text(p.Name), people.FoldName(p.Name))
	return err
}

func deletePod(ctx context.Context, tx *db.Tx, id int64) error {
	if err := emptyPod(ctx, tx, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM account_pods WHERE id = $1", id)
	return err
}

func emptyPod(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM account_pod_members WHERE pod_id = $1", id)
	return err
}

func joinPod(ctx context.Context, tx *db.Tx, id, userID int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO account_pod_members (user_id, pod_id) VALUES ($1, $2)", userID, id)
	return err
}
