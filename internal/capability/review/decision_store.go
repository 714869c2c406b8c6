package review

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const decisionColumns = `SELECT d.id, d.organization_id, d.meeting_id, d.ticket_id, coalesce(t.subject, ''), d.kind, d.was, d.became, d.why, d.decided_by, d.by_id, d.at,
	d.undoes_id, u.id FROM review_decisions d LEFT JOIN tickets t ON t.id = d.ticket_id LEFT JOIN review_decisions u ON u.undoes_id = d.id `

func scanDecision(row interface{ Scan(...any) error }, d *Decision) error {
	return row.Scan(&d.ID, &d.OrganizationID, db.Zero(&d.MeetingID), db.Zero(&d.TicketID), &d.Subject, &d.Kind, &d.Was, &d.Became, &d.Why, &d.DecidedBy, &d.By,
		db.Time(&d.At), db.Zero(&d.Undoes), db.Zero(&d.UndoneBy))
}

func scanDecisions(row *sql.Rows, d *Decision) error { return scanDecision(row, d) }

func findDecision(ctx context.Context, q db.Querier, id int64) (d Decision, err error) {
	err = scanDecision(q.QueryRow(ctx, decisionColumns+"WHERE d.id = $1", id), &d)
	return d, db.OrNotFound(err, "There is no decision %d", id)
}

func decisionsOf(ctx context.Context, q db.Querier, organization int64) ([]Decision, error) {
	return db.All(ctx, q, scanDecisions, decisionColumns+"WHERE d.organization_id = $1 ORDER BY d.id DESC LIMIT 500", organization)
}

func decisionsIn(ctx context.Context, q db.Querier, meeting int64) ([]Decision, error) {
	return db.All(ctx, q, scanDecisions, decisionColumns+"WHERE d.meeting_id = $1 ORDER BY d.id", meeting)
}

// decisionsBetween lists what was decided from an instant up to another, in order.
func decisionsBetween(ctx context.Context, q db.Querier, organization int64, from, until time.Time) ([]Decision, error) {
	return db.All(ctx, q, scanDecisions, decisionColumns+"WHERE d.organization_id = $1 AND d.at >= $2 AND d.at < $3 ORDER BY d.id", organization, from, until)
}

func insertDecision(ctx context.Context, tx *db.Tx, d Decision) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO review_decisions (organization_id, meeting_id, ticket_id, kind, was, became, why, decided_by, by_id, at, undoes_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
		d.OrganizationID, db.Null(d.MeetingID), db.Null(d.TicketID), string(d.Kind), d.Was, d.Became, db.Text(d.Why), db.Text(d.DecidedBy),
		d.By, d.At, db.Null(d.Undoes))
}
