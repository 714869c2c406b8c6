package attention

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const requestColumns = `SELECT r.id, r.ticket_id, r.by_id, r.urgency, r.kind, r.reason, r.wanted, r.state, r.manager_id, r.engineer_id, r.at, r.due_at,
	r.seen_at, r.warned_at, r.breached_at, r.ended_at, r.outcome, r.agreed, r.labels, t.subject
	FROM attention_requests r JOIN tickets t ON t.id = r.ticket_id `

func scanRequest(row interface{ Scan(...any) error }, r *Request) error {
	var labels []byte
	err := row.Scan(&r.ID, &r.TicketID, &r.By, &r.Urgency, &r.Kind, &r.Reason, &r.Wanted, &r.State, db.Zero(&r.ManagerID), db.Zero(&r.EngineerID),
		db.Time(&r.At), db.Time(&r.DueAt), db.Time(&r.SeenAt), db.Time(&r.WarnedAt), db.Time(&r.BreachedAt), db.Time(&r.EndedAt), &r.Outcome, &r.Agreed,
		&labels, &r.Subject)
	if err != nil {
		return err
	}
	return json.Unmarshal(labels, &r.Labels)
}

func scanRequests(row *sql.Rows, r *Request) error { return scanRequest(row, r) }

func findRequest(ctx context.Context, q db.Querier, id int64) (r Request, err error) {
	err = scanRequest(q.QueryRow(ctx, requestColumns+"WHERE r.id = $1", id), &r)
	return r, db.OrNotFound(err, "There is no attention request %d", id)
}

func lockRequest(ctx context.Context, tx *db.Tx, id int64) (r Request, err error) {
	err = scanRequest(tx.QueryRow(ctx, requestColumns+"WHERE r.id = $1"+db.Pick(tx, "", " FOR UPDATE OF r"), id), &r)
	return r, db.OrNotFound(err, "There is no attention request %d", id)
}

func requestsOf(ctx context.Context, q db.Querier, ticketID int64) ([]Request, error) {
	return db.All(ctx, q, scanRequests, requestColumns+"WHERE r.ticket_id = $1 ORDER BY r.id DESC", ticketID)
}

func openRequests(ctx context.Context, q db.Querier) ([]Request, error) {
	return listRequests(ctx, q, Filter{Limit: 10_000})
}

func requestsSince(ctx context.Context, q db.Querier, since time.Time) ([]Request, error) {
	return db.All(ctx, q, scanRequests, requestColumns+"WHERE r.at >= $1", since)
}

func listRequests(ctx context.Context, q db.Querier, f Filter) ([]Request, error) {
	var w db.Where
	order := " ORDER BY r.due_at, r.id"
	if f.Over {
		order = " ORDER BY r.ended_at DESC, r.id DESC"
		w.And("r.state IN (?, ?)", string(Resolved), string(Unstarred))
	} else {
		w.And("r.state IN (?, ?, ?)", string(Waiting), string(Seen), string(Engaged))
	}
	if f.Urgency != "" {
		w.And("r.urgency = ?", string(f.Urgency))
	}
	if f.Kind != "" {
		w.And("r.kind = ?", string(f.Kind))
	}
	if f.Whose != 0 {
		w.And("(r.by_id = ? OR r.manager_id = ? OR r.engineer_id = ?)", f.Whose, f.Whose, f.Whose)
	}
	if f.Limit == 0 {
		f.Limit = 200
	}
	tail := w.Bind(order+" LIMIT ?", f.Limit)
	return db.All(ctx, q, scanRequests, requestColumns+"WHERE "+w.String()+tail, w.Args()...)
}

func labelsOf(r Request) (string, error) {
	raw, err := json.Marshal(append([]string{}, r.Labels...))
	return string(raw), err
}

func insertRequest(ctx context.Context, tx *db.Tx, r Request) (int64, error) {
	labels, err := labelsOf(r)
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO attention_requests (ticket_id, by_id, urgency, kind, reason, wanted, state, manager_id, at, due_at, labels)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`, r.TicketID, r.By, string(r.Urgency), string(r.Kind), db.Text(r.Reason),
		db.Text(r.Wanted), string(r.State), db.Null(r.ManagerID), r.At, r.DueAt, labels)
}

func updateRequest(ctx context.Context, tx *db.Tx, r Request) error {
	labels, err := labelsOf(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE attention_requests SET state = $1, manager_id = $2, engineer_id = $3, seen_at = $4, warned_at = $5, breached_at = $6,
		ended_at = $7, outcome = $8, agreed = $9, labels = $10 WHERE id = $11`, string(r.State), db.Null(r.ManagerID), db.Null(r.EngineerID), r.SeenAt,
		r.WarnedAt, r.BreachedAt, r.EndedAt, db.Text(r.Outcome), db.Text(r.Agreed), labels, r.ID)
	return err
}
