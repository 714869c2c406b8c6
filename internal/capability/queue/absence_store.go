package queue

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// findSummaries gives the summaries whose column has a value: a ticket's one, or a leaver's all.
func findSummaries(ctx context.Context, q db.Querier, column string, id int64) ([]Summary, error) {
	return db.All(ctx, q, func(row *sql.Rows, m *Summary) error {
		return row.Scan(&m.TicketID, &m.LeaverID, &m.Problem, &m.Action, &m.Next, &m.Blockers, db.Time(&m.BackAt), db.Time(&m.PostedAt))
	}, `SELECT s.ticket_id, s.leaver_id, s.problem, s.action, s.next, s.blockers, s.back_at, s.posted_at
		FROM queue_summaries s WHERE `+column+" = $1 ORDER BY s.ticket_id", id)
}

func storeSummary(ctx context.Context, tx *db.Tx, m Summary) error {
	_, err := tx.Exec(ctx, `INSERT INTO queue_summaries (ticket_id, leaver_id, problem, action, next, blockers, back_at, posted_at, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (ticket_id) DO UPDATE SET leaver_id = excluded.leaver_id, problem = excluded.problem, action = excluded.action,
			next = excluded.next, blockers = excluded.blockers, back_at = excluded.back_at, posted_at = excluded.posted_at, at = excluded.at`,
		m.TicketID, m.LeaverID, m.Problem, m.Action, m.Next, m.Blockers, m.BackAt, m.PostedAt, tx.Now())
	return err
}

// draftAll prepares summaries of tickets that have none, in one statement.
func draftAll(ctx context.Context, tx *db.Tx, ids []int64, leaver, timeOff int64, back time.Time) error {
	var w db.Where
	w.And("id IN "+db.In(len(ids)), db.Anys(ids)...)
	insert := w.Bind(`INSERT INTO queue_summaries (ticket_id, leaver_id, time_off_id, problem, action, next, blockers, back_at, at)
		SELECT id, CAST(? AS BIGINT), CAST(? AS BIGINT), subject, '', '', '', CAST(? AS BIGINT), CAST(? AS BIGINT) FROM tickets WHERE `, leaver, timeOff, back, tx.Now())
	_, err := tx.Exec(ctx, insert+w.String()+" ON CONFLICT (ticket_id) DO NOTHING", w.Args()...)
	return err
}

// dropDrafts forgets what was prepared for a time off that is not to be.
func dropDrafts(ctx context.Context, tx *db.Tx, timeOff int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM queue_summaries WHERE time_off_id = $1 AND posted_at IS NULL", timeOff)
	return err
}

func deleteSummary(ctx context.Context, tx *db.Tx, ticketID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM queue_summaries WHERE ticket_id = $1", ticketID)
	return err
}
