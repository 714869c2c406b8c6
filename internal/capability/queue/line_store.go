package queue

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// waitingColumns read all that a weight is made of, in one statement for the whole queue.
const waitingColumns = `SELECT t.id, t.status, t.priority, t.stage, t.region, t.requester_id, t.organization_id, t.group_id, t.assignee_id,
	coalesce(o.tier, ''), o.escalated_at IS NOT NULL, t.waiting_since IS NOT NULL, t.breach_at, r.ticket_id IS NOT NULL, coalesce(r.turns, 0)
	FROM tickets t LEFT JOIN organizations o ON o.id = t.organization_id LEFT JOIN queue_rehomes r ON r.ticket_id = t.id `

func scanWaiting(row *sql.Rows, w *Waiting) error {
	return row.Scan(&w.ID, &w.Status, &w.Priority, &w.Stage, &w.Region, &w.RequesterID, db.Zero(&w.OrganizationID), db.Zero(&w.GroupID),
		db.Zero(&w.AssigneeID), &w.Tier, &w.Escalated, &w.Owed, db.Time(&w.BreachAt), &w.Rehomed, &w.Turns)
}

// never is the largest BIGINT: the index that finds what breaches first has it for tickets without a clock.
const never = "9223372036854775807"

// findUnassigned gives the live tickets that nobody has, those that breach first first, n at most.
func findUnassigned(ctx context.Context, q db.Querier, n int) ([]Waiting, error) {
	return db.All(ctx, q, scanWaiting, waitingColumns+`WHERE t.status < 5 AND t.assignee_id IS NULL
		ORDER BY coalesce(t.breach_at, `+never+`), t.id LIMIT $1`, n)
}

// findBreaching gives live tickets that breach before a time, with owners or without, n at most.
func findBreaching(ctx context.Context, q db.Querier, before time.Time, n int) ([]Waiting, error) {
	return db.All(ctx, q, scanWaiting, waitingColumns+`WHERE t.status < 5 AND coalesce(t.breach_at, `+never+`) <= $1
		ORDER BY coalesce(t.breach_at, `+never+`), t.id LIMIT $2`, before, n)
}

// findOwned gives the live tickets of one person, n at most, and those they solved where solved is asked for.
func findOwned(ctx context.Context, q db.Querier, userID int64, solved bool, n int) ([]Waiting, error) {
	which := "t.status < 5"
	if solved {
		which = "t.status = 5"
	}
	return db.All(ctx, q, scanWaiting, waitingColumns+`WHERE t.assignee_id = $1 AND `+which+`
		ORDER BY coalesce(t.breach_at, `+never+`), t.id LIMIT $2`, userID, n)
}

// findInGroup gives the live tickets of a group that nobody has and that wait for us.
func findInGroup(ctx context.Context, q db.Querier, groupID int64, n int) ([]Waiting, error) {
	return db.All(ctx, q, scanWaiting, waitingColumns+`WHERE t.status < 3 AND t.assignee_id IS NULL AND t.group_id = $1
		ORDER BY coalesce(t.breach_at, `+never+`), t.id LIMIT $2`, groupID, n)
}

// findOne gives one ticket, live or not.
func findOne(ctx context.Context, q db.Querier, id int64) (Waiting, error) {
	list, err := db.All(ctx, q, scanWaiting, waitingColumns+"WHERE t.id = $1", id)
	if err != nil || len(list) == 0 {
		return Waiting{}, db.OrNotFound(orNoRows(err), "There is no ticket #%d", id)
	}
	return list[0], nil
}

func orNoRows(err error) error {
	if err == nil {
		return sql.ErrNoRows
	}
	return err
}

// load counts the live tickets of everybody who has some.
func load(ctx context.Context, q db.Querier) (map[int64]int, error) {
	type count struct {
		user int64
		n    int
	}
	all, err := db.All(ctx, q, func(row *sql.Rows, c *count) error { return row.Scan(&c.user, &c.n) },
		"SELECT assignee_id, count(*) FROM tickets WHERE status < 5 AND assignee_id IS NOT NULL GROUP BY assignee_id")
	byUser := map[int64]int{}
	for _, c := range all {
		byUser[c.user] = c.n
	}
	return byUser, err
}
