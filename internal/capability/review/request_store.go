package review

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const requestColumns = `SELECT r.id, r.organization_id, o.name, r.by_id, r.kind, r.subject, r.body, r.due_on, r.assignee_id, r.state, r.at, r.answered_at, r.closed_at, r.reminded_at
	FROM review_requests r JOIN organizations o ON o.id = r.organization_id `

func scanRequest(row interface{ Scan(...any) error }, r *Request) error {
	return row.Scan(&r.ID, &r.OrganizationID, &r.Organization, &r.By, &r.Kind, &r.Subject, &r.Body, day(&r.DueOn), db.Zero(&r.AssigneeID),
		&r.State, db.Time(&r.At),
		db.Time(&r.AnsweredAt), db.Time(&r.ClosedAt), db.Time(&r.RemindedAt))
}

func findRequest(ctx context.Context, q db.Querier, id int64) (r Request, err error) {
	err = scanRequest(q.QueryRow(ctx, requestColumns+"WHERE r.id = $1", id), &r)
	return r, db.OrNotFound(err, "There is no request %d", id)
}

func lockRequest(ctx context.Context, tx *db.Tx, id int64) (r Request, err error) {
	err = scanRequest(tx.QueryRow(ctx, requestColumns+"WHERE r.id = $1"+db.Pick(tx, "", " FOR UPDATE OF r"), id), &r)
	return r, db.OrNotFound(err, "There is no request %d", id)
}

func requestsOf(ctx context.Context, q db.Querier, f RequestFilter) ([]Request, error) {
	var w db.Where
	order := " ORDER BY r.state DESC, r.due_on = '', r.due_on, r.id LIMIT 200" // open in front of answered
	if f.Over {
		order = " ORDER BY r.closed_at DESC, r.id DESC LIMIT 200"
		w.And("r.state = 'closed'")
	} else {
		w.And("r.state <> 'closed'")
	}
	if f.OrganizationID != 0 {
		w.And("r.organization_id = ?", f.OrganizationID)
	}
	if f.By != 0 {
		w.And("r.by_id = ?", f.By)
	}
	if f.AssigneeID != 0 {
		w.And("r.assignee_id = ?", f.AssigneeID)
	}
	return db.All(ctx, q, scanRequests, requestColumns+"WHERE "+w.String()+order, w.Args()...)
}

func scanRequests(row *sql.Rows, r *Request) error { return scanRequest(row, r) }

// unremindedRequests lists open requests of all accounts that are wanted by a day, and that nobody was reminded of.
func unremindedRequests(ctx context.Context, q db.Querier) ([]Request, error) {
	return db.All(ctx, q, scanRequests, requestColumns+"WHERE r.state = 'open' AND r.reminded_at IS NULL AND r.due_on <> '' ORDER BY r.id")
}

func insertRequest(ctx context.Context, tx *db.Tx, r Request) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO review_requests (organization_id, by_id, kind, subject, body, due_on, assignee_id, state, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`, r.OrganizationID, r.By, string(r.Kind), db.Text(r.Subject), db.Text(r.Body), dayText(r.DueOn),
		db.Null(r.AssigneeID), string(r.State), r.At)
}

func updateRequest(ctx context.Context, tx *db.Tx, r Request) error {
	_, err := tx.Exec(ctx, "UPDATE review_requests SET assignee_id = $1, state = $2, answered_at = $3, closed_at = $4, reminded_at = $5 WHERE id = $6",
		db.Null(r.AssigneeID), string(r.State), r.AnsweredAt, r.ClosedAt, r.RemindedAt, r.ID)
	return err
}

func remarksOf(ctx context.Context, q db.Querier, request int64) ([]Remark, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *Remark) error {
		return row.Scan(&r.ID, &r.By, db.Time(&r.At), &r.Answer, &r.Body)
	},
		"SELECT id, by_id, at, answer, body FROM review_remarks WHERE request_id = $1 ORDER BY id", request)
}

func insertRemark(ctx context.Context, tx *db.Tx, request int64, r Remark) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO review_remarks (request_id, by_id, at, answer, body) VALUES ($1, $2, $3, $4, $5) RETURNING id",
		request, r.By, r.At, r.Answer, db.Text(r.Body))
}
