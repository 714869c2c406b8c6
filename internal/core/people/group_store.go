package people

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// findGroups reads groups and members in one query, a row per member.
func findGroups(ctx context.Context, q db.Querier) ([]Group, error) {
	type member struct {
		Group
		userID int64
	}
	rows, err := db.All(ctx, q, func(row *sql.Rows, m *member) error {
		return row.Scan(&m.ID, &m.Name, db.Zero(&m.userID))
	}, `SELECT g.id, g.name, m.user_id FROM staff_groups g LEFT JOIN memberships m ON m.group_id = g.id
		ORDER BY g.name_key, g.id, m.user_id`)
	var groups []Group
	for _, m := range rows {
		if len(groups) == 0 || groups[len(groups)-1].ID != m.ID {
			groups = append(groups, m.Group)
		}
		if last := &groups[len(groups)-1]; m.userID != 0 {
			last.Members = append(last.Members, m.userID)
		}
	}
	return groups, err
}

func lockGroup(ctx context.Context, tx *db.Tx, id int64) (g Group, err error) {
	err = tx.QueryRow(ctx, "SELECT id, name FROM staff_groups WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), id).Scan(&g.ID, &g.Name)
	if err != nil {
		return g, db.OrNotFound(err, "There is no group with the number %d", id)
	}
	g.Members, err = db.Column[int64](ctx, tx, "SELECT user_id FROM memberships WHERE group_id = $1 ORDER BY user_id", id)
	if err != nil {
		return g, err
	}
	at, err := event.Last(ctx, tx, groupSubject(id))
	tx.NotBefore(at)
	return g, err
}

func insertGroup(ctx context.Context, tx *db.Tx, name string) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO staff_groups (name, name_key, created_at) VALUES ($1, $2, $3) RETURNING id", name, FoldName(name), tx.Now())
}

func renameGroup(ctx context.Context, tx *db.Tx, g Group) error {
	_, err := tx.Exec(ctx, "UPDATE staff_groups SET name = $2, name_key = $3 WHERE id = $1", g.ID, g.Name, FoldName(g.Name))
	return err
}

func deleteGroup(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM staff_groups WHERE id = $1", id)
	return err
}

func addMembers(ctx context.Context, tx *db.Tx, groupID int64, userIDs []int64) error {
	for _, id := range userIDs {
		_, err := tx.Exec(ctx, "INSERT INTO memberships (group_id, user_id) VALUES ($1, $2) ON CONFLICT (group_id, user_id) DO NOTHING", groupID, id)
		if err != nil {
			return err
		}
	}
	return nil
}

func clearMembers(ctx context.Context, tx *db.Tx, groupID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM memberships WHERE group_id = $1", groupID)
	return err
}

// leaveGroups takes a user out of every group.
func leaveGroups(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM memberships WHERE user_id = $1", userID)
	return err
}
