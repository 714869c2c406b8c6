package review

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func insertSpent(ctx context.Context, tx *db.Tx, t Spent) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO review_hours (organization_id, user_id, day, minutes, what, ticket_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
		t.OrganizationID, t.UserID, t.Day.String(), t.Minutes, db.Text(t.What), db.Null(t.TicketID), t.At)
}

func deleteSpent(ctx context.Context, tx *db.Tx, id, user int64) error {
	n, err := tx.Exec(ctx, "DELETE FROM review_hours WHERE id = $1 AND user_id = $2", id, user)
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "You have logged no hours with the number %d", id)
	}
	return err
}

// minutesOn sums what somebody logged on a day.
func minutesOn(ctx context.Context, q db.Querier, user int64, on bizcal.Date) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce(sum(minutes), 0) FROM review_hours WHERE user_id = $1 AND day = $2", user, on.String()).Scan(&n)
	return n, err
}

// spentOn lists hours of an account (0: of all) and somebody (0: of everybody) from one day to another, the newest first.
func spentOn(ctx context.Context, q db.Querier, organization, user int64, from, until bizcal.Date) ([]Spent, error) {
	var w db.Where
	w.And("h.day >= ?", from.String()).And("h.day <= ?", until.String())
	if organization != 0 {
		w.And("h.organization_id = ?", organization)
	}
	if user != 0 {
		w.And("h.user_id = ?", user)
	}
	return db.All(ctx, q, func(row *sql.Rows, t *Spent) error {
		return row.Scan(&t.ID, &t.OrganizationID, &t.Organization, &t.UserID, day(&t.Day), &t.Minutes, &t.What, db.Zero(&t.TicketID), db.Time(&t.At))
	}, `SELECT h.id, h.organization_id, o.name, h.user_id, h.day, h.minutes, h.what, h.ticket_id, h.at
		FROM review_hours h JOIN organizations o ON o.id = h.organization_id WHERE `+w.String()+" ORDER BY h.day DESC, h.id DESC LIMIT 5000", w.Args()...)
}
