package review

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// runbookOf gives a version of a runbook, the newest for 0; one that is not there has the version 0.
func runbookOf(ctx context.Context, q db.Querier, organization, version int64) (Runbook, error) {
	r := Runbook{OrganizationID: organization}
	err := q.QueryRow(ctx, `SELECT version, body, note, by_id, at FROM review_runbooks WHERE organization_id = $1 AND (version = $2 OR $2 = 0)
		ORDER BY version DESC LIMIT 1`, organization, version).Scan(&r.Version, &r.Body, &r.Note, &r.By, db.Time(&r.At))
	if db.IsNoRows(err) {
		err = nil
	}
	return r, err
}

func runbookVersions(ctx context.Context, q db.Querier, organization int64) ([]Runbook, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *Runbook) error {
		r.OrganizationID = organization
		return row.Scan(&r.Version, &r.Note, &r.By, db.Time(&r.At))
	}, "SELECT version, note, by_id, at FROM review_runbooks WHERE organization_id = $1 ORDER BY version DESC LIMIT 100", organization)
}

func insertRunbook(ctx context.Context, tx *db.Tx, r Runbook) error {
	_, err := tx.Exec(ctx, "INSERT INTO review_runbooks (organization_id, version, body, note, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)",
		r.OrganizationID, r.Version, db.Text(r.Body), db.Text(r.Note), r.By, r.At)
	return err
}
