package review

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const reportColumns = "SELECT id, organization_id, period, language, summary, next, by_id, changed_at, sent_at, ticket_id, recipients, pages FROM review_reports "

func scanReport(row interface{ Scan(...any) error }, r *Report) error {
	var recipients []byte
	err := row.Scan(&r.ID, &r.OrganizationID, &r.Period, &r.Language, &r.Summary, &r.Next, &r.By, db.Time(&r.ChangedAt), db.Time(&r.SentAt),
		db.Zero(&r.TicketID), &recipients, &r.Pages)
	if err != nil {
		return err
	}
	return json.Unmarshal(recipients, &r.Recipients)
}

// reportOf gives the last report of a period; ID 0 where there is none.
func reportOf(ctx context.Context, q db.Querier, organization int64, p Period) (Report, error) {
	r := Report{OrganizationID: organization, Period: p}
	err := scanReport(q.QueryRow(ctx, reportColumns+"WHERE organization_id = $1 AND period = $2 ORDER BY id DESC LIMIT 1", organization, string(p)), &r)
	if db.IsNoRows(err) {
		err = nil
	}
	return r, err
}

func reportsOf(ctx context.Context, q db.Querier, organization int64) ([]Report, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *Report) error { return scanReport(row, r) },
		reportColumns+"WHERE organization_id = $1 ORDER BY id DESC LIMIT 100", organization)
}

func insertReport(ctx context.Context, tx *db.Tx, r Report) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO review_reports (organization_id, period, language, summary, next, by_id, changed_at, recipients) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, r.OrganizationID, string(r.Period), r.Language, db.Text(r.Summary), db.Text(r.Next), r.By, r.ChangedAt, "[]")
}

func updateReport(ctx context.Context, tx *db.Tx, r Report) error {
	recipients, err := json.Marshal(append([]int64{}, r.Recipients...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE review_reports SET language = $1, summary = $2, next = $3, by_id = $4, changed_at = $5, sent_at = $6, ticket_id = $7, recipients = $8,
		pages = $9 WHERE id = $10`, r.Language, db.Text(r.Summary), db.Text(r.Next), r.By, r.ChangedAt, r.SentAt, db.Null(r.TicketID), string(recipients), r.Pages, r.ID)
	return err
}
