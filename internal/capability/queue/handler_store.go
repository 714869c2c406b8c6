package queue

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// standing is all that the queue must know of a ticket that was touched.
type standing struct {
	id, assignee, group int64
	status              ticket.Status
	region              string
	home                homeward // TicketID 0: it is at home
	leaver              int64    // who wrote a summary that still holds; 0: nobody
	back                time.Time
	tagged              bool // it has a tag of somebody's absence
	unseen              bool // whoever has it was given it, and did nothing on it yet
}

// findStanding takes one statement, for it runs in every update of a ticket.
func findStanding(ctx context.Context, q db.Querier, id int64) (st standing, err error) {
	st.id = id
	var home sql.Null[int64]
	h := &st.home
	err = q.QueryRow(ctx, `SELECT t.status, t.assignee_id, t.group_id, t.region, r.ticket_id, coalesce(r.region, ''), coalesce(r.from_region, ''),
			coalesce(r.waits, FALSE), r.at, r.round_from, r.round_until, coalesce(r.turns, 0), s.leaver_id, s.back_at,
			EXISTS (SELECT 1 FROM ticket_tags g WHERE g.ticket_id = t.id AND g.tag IN ($2, $3)),
			EXISTS (SELECT 1 FROM queue_moves m WHERE m.ticket_id = t.id AND m.to_user = t.assignee_id AND m.seen_at IS NULL)
		FROM tickets t LEFT JOIN queue_rehomes r ON r.ticket_id = t.id
		LEFT JOIN queue_summaries s ON s.ticket_id = t.id AND s.posted_at IS NOT NULL WHERE t.id = $1`, id, TagSummary, TagSolved).
		Scan(&st.status, db.Zero(&st.assignee), db.Zero(&st.group), &st.region, &home, &h.Region, &h.From, &h.Waits, db.Time(&h.At),
			db.Time(&h.RoundFrom), db.Time(&h.RoundUntil), &h.Turns, db.Zero(&st.leaver), db.Time(&st.back), &st.tagged, &st.unseen)
	h.TicketID = home.V
	return st, db.OrNotFound(err, "There is no ticket #%d", id)
}
