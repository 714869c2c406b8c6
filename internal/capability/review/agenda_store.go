package review

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// itemQuery finds the tickets that a customer knows of: with a public word of somebody, and not the conversations in which
// agendas, minutes, reminders and reports go out. What only we see is in no agenda and no report.
const itemQuery = `SELECT t.id, t.subject, t.status, t.priority, coalesce(a.name, ''), t.created_at, t.solved_at, r.name
	FROM tickets t JOIN users r ON r.id = t.requester_id LEFT JOIN users a ON a.id = t.assignee_id
	WHERE t.organization_id = $1 AND t.merged_into IS NULL
	AND EXISTS (SELECT 1 FROM comments c WHERE c.ticket_id = t.id AND c.public AND NOT c.outside AND c.automatic NOT IN ('auto-reply', 'bounce', 'loop'))
	AND NOT EXISTS (SELECT 1 FROM review_meetings m WHERE m.ticket_id = t.id) AND NOT EXISTS (SELECT 1 FROM review_reports p WHERE p.ticket_id = t.id)
	AND NOT EXISTS (SELECT 1 FROM review_actions x WHERE x.ticket_id = t.id) `

func scanItem(row *sql.Rows, i *Item) error {
	return row.Scan(&i.ID, &i.Subject, &i.Status, &i.Priority, &i.Assignee, db.Time(&i.CreatedAt), db.Time(&i.SolvedAt), &i.Requester)
}

// openItems lists an organization's tickets that are not solved, the oldest first.
func openItems(ctx context.Context, q db.Querier, organization int64) ([]Item, error) {
	return db.All(ctx, q, scanItem, itemQuery+"AND t.status < $2 ORDER BY t.created_at, t.id LIMIT 1000", organization, int(ticket.Solved))
}

// solvedItems lists what was solved from an instant on, and is still, the newest first.
func solvedItems(ctx context.Context, q db.Querier, organization int64, from time.Time) ([]Item, error) {
	return db.All(ctx, q, scanItem, itemQuery+"AND t.status >= $2 AND t.solved_at >= $3 ORDER BY t.solved_at DESC, t.id DESC LIMIT 1000",
		organization, int(ticket.Solved), from)
}

// livedItems lists what was open at any time between two instants, the oldest first.
func livedItems(ctx context.Context, q db.Querier, organization int64, from, until time.Time) ([]Item, error) {
	return db.All(ctx, q, scanItem,
		itemQuery+"AND t.created_at < $2 AND (t.solved_at IS NULL OR t.solved_at >= $3) ORDER BY t.created_at, t.id LIMIT 20000", organization, until, from)
}

// orderOf gives the order of an organization's tickets, as it was said.
func orderOf(ctx context.Context, q db.Querier, organization int64) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT ticket_id FROM review_order WHERE organization_id = $1 ORDER BY place, ticket_id", organization)
}

// keepOrder stores an order in place of what was there.
func keepOrder(ctx context.Context, tx *db.Tx, organization int64, order []int64) error {
	if _, err := tx.Exec(ctx, "DELETE FROM review_order WHERE organization_id = $1", organization); err != nil {
		return err
	}
	for place, id := range order {
		if _, err := tx.Exec(ctx, "INSERT INTO review_order (organization_id, ticket_id, place) VALUES ($1, $2, $3)", organization, id, place); err != nil {
			return err
		}
	}
	return nil
}

// lockAccount lets one at a time change what is kept of an account.
func lockAccount(ctx context.Context, tx *db.Tx, organization int64) error {
	var found int64
	err := tx.QueryRow(ctx, "SELECT id FROM organizations WHERE id = $1"+db.Pick(tx, "", " FOR UPDATE"), organization).Scan(&found)
	return db.OrNotFound(err, "There is no organization %d", organization)
}
