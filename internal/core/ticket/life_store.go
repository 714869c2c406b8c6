package ticket

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// timedTickets gives tickets whose status may end by itself, by number, with what the rules look at.
func timedTickets(ctx context.Context, q db.Querier, after int64, n int) ([]Ticket, error) {
	return db.All(ctx, q, func(row *sql.Rows, t *Ticket) error {
		var tags string
		err := row.Scan(&t.ID, &t.Status, &t.Type, db.Time(&t.LifeFrom), db.Time(&t.RemindedAt), &tags)
		t.Tags = strings.Fields(tags)
		return err
	}, `SELECT t.id, t.status, t.type, t.life_from, t.reminded_at, coalesce((SELECT string_agg(g.tag, ' ') FROM ticket_tags g
			WHERE g.ticket_id = t.id AND g.tag IN ($3, $4, $5)), '')
		FROM tickets t WHERE t.status IN (3, 4, 5) AND t.paused_at IS NULL AND t.id > $1 ORDER BY t.id LIMIT $2`,
		after, n, SkipAutosolve, SkipAutoclose, BlockReopen)
}

// dueTicket is a due date that nobody was told of.
type dueTicket struct {
	id int64
	at time.Time
}

func dueSoon(ctx context.Context, q db.Querier, until time.Time) ([]dueTicket, error) {
	return db.All(ctx, q, func(row *sql.Rows, d *dueTicket) error { return row.Scan(&d.id, db.Time(&d.at)) },
		"SELECT id, due_at FROM tickets WHERE due_at IS NOT NULL AND NOT due_told AND due_at < $1 AND status < 6 ORDER BY due_at", until)
}
