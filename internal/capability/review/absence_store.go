package review

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// absencesOf lists who of a customer is away on any day from one to another, both included.
func absencesOf(ctx context.Context, q db.Querier, organization int64, from, until bizcal.Date) ([]Absence, error) {
	return db.All(ctx, q, func(row *sql.Rows, a *Absence) error {
		return row.Scan(&a.ID, &a.OrganizationID, &a.Name, day(&a.First), day(&a.Last))
	}, "SELECT id, organization_id, name, first_day, last_day FROM review_absences WHERE organization_id = $1 AND last_day >= $2 AND first_day <= $3",
		organization, from.String(), until.String())
}

func insertAbsence(ctx context.Context, tx *db.Tx, a Absence, by int64) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO review_absences (organization_id, name, first_day, last_day, by_id, at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
		a.OrganizationID, db.Text(a.Name), a.First.String(), a.Last.String(), by, tx.Now())
}

func deleteAbsence(ctx context.Context, tx *db.Tx, organization, id int64) error {
	n, err := tx.Exec(ctx, "DELETE FROM review_absences WHERE id = $1 AND organization_id = $2", id, organization)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "There is no absence %d", id)
	}
	return err
}
