package review

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const riskColumns = `SELECT id, organization_id, title, area, likelihood, impact, about, shared, said, owner_id, due_on, state, tickets, by_id, at, changed_at
	FROM review_risks `

func scanRisk(row interface{ Scan(...any) error }, r *Risk) error {
	var tickets []byte
	err := row.Scan(&r.ID, &r.OrganizationID, &r.Title, &r.Area, &r.Likelihood, &r.Impact, &r.About, &r.Shared, &r.Said,
		db.Zero(&r.OwnerID), day(&r.DueOn), &r.State,
		&tickets, &r.By, db.Time(&r.At), db.Time(&r.ChangedAt))
	if err != nil {
		return err
	}
	return json.Unmarshal(tickets, &r.Tickets)
}

func findRisk(ctx context.Context, q db.Querier, id int64) (r Risk, err error) {
	err = scanRisk(q.QueryRow(ctx, riskColumns+"WHERE id = $1", id), &r)
	return r, db.OrNotFound(err, "There is no risk %d", id)
}

// risksOf lists the risks of an account, or only those that are shared with the customer and not closed.
func risksOf(ctx context.Context, q db.Querier, organization int64, shared bool) ([]Risk, error) {
	where := ""
	if shared {
		where = " AND shared AND state <> 'closed'"
	}
	return db.All(ctx, q, func(row *sql.Rows, r *Risk) error { return scanRisk(row, r) },
		riskColumns+"WHERE organization_id = $1"+where+" ORDER BY state = 'closed', likelihood * impact DESC, id LIMIT 500", organization)
}

func (r Risk) values() ([]any, error) {
	tickets, err := json.Marshal(append([]int64{}, r.Tickets...))
	return []any{db.Text(r.Title), string(r.Area), r.Likelihood, r.Impact, db.Text(r.About), r.Shared, db.Text(r.Said), db.Null(r.OwnerID),
		dayText(r.DueOn), string(r.State),
		string(tickets), r.ChangedAt}, err
}

func insertRisk(ctx context.Context, tx *db.Tx, r Risk) (int64, error) {
	values, err := r.values()
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO review_risks (title, area, likelihood, impact, about, shared, said, owner_id, due_on, state, tickets, changed_at, organization_id, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id`, append(values, r.OrganizationID, r.By, r.At)...)
}

func updateRisk(ctx context.Context, tx *db.Tx, r Risk) error {
	values, err := r.values()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE review_risks SET title = $1, area = $2, likelihood = $3, impact = $4, about = $5, shared = $6, said = $7, owner_id = $8, due_on = $9,
		state = $10, tickets = $11, changed_at = $12 WHERE id = $13 AND organization_id = $14`, append(values, r.ID, r.OrganizationID)...)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "This account has no risk %d", r.ID)
	}
	return err
}
