package account

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const engagementColumns = `SELECT e.id, e.ticket_id, e.emergency_id, e.assignment_id, a.organization_id, o.name, a.user_id, e.user_id, e.cover, e.outcome,
	e.at, e.answered_at, e.part, e.part_at, e.settled_at
	FROM account_engagements e JOIN account_assignments a ON a.id = e.assignment_id JOIN organizations o ON o.id = a.organization_id `

func scanEngagement(row interface{ Scan(...any) error }, e *Engagement) error {
	return row.Scan(&e.ID, &e.TicketID, &e.EmergencyID, &e.AssignmentID, &e.OrganizationID, &e.Organization, &e.EngineerID, &e.UserID, &e.Cover, &e.Outcome,
		db.Time(&e.At), db.Time(&e.AnsweredAt), &e.Part, db.Time(&e.PartAt), db.Time(&e.SettledAt))
}

func scanEngagements(row *sql.Rows, e *Engagement) error { return scanEngagement(row, e) }

func findEngagement(ctx context.Context, q db.Querier, id int64) (e Engagement, err error) {
	err = scanEngagement(q.QueryRow(ctx, engagementColumns+"WHERE e.id = $1", id), &e)
	return e, db.OrNotFound(err, "There is no engagement %d", id)
}

// engagementsOf lists those of a ticket, the latest first.
func engagementsOf(ctx context.Context, q db.Querier, ticketID int64) ([]Engagement, error) {
	return db.All(ctx, q, scanEngagements, engagementColumns+"WHERE e.ticket_id = $1 ORDER BY e.id DESC", ticketID)
}

// engagementsBy lists those in which somebody is named and that are not over, the latest first.
func engagementsBy(ctx context.Context, q db.Querier, userID int64) ([]Engagement, error) {
	return db.All(ctx, q, scanEngagements, engagementColumns+"WHERE e.user_id = $1 AND e.settled_at IS NULL ORDER BY e.id DESC LIMIT 20", userID)
}

func insertEngagement(ctx context.Context, tx *db.Tx, e Engagement) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO account_engagements (ticket_id, emergency_id, assignment_id, user_id, cover, outcome, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`, e.TicketID, e.EmergencyID, e.AssignmentID, e.UserID, e.Cover, string(e.Outcome), e.At)
}

func updateEngagement(ctx context.Context, tx *db.Tx, e Engagement) error {
	_, err := tx.Exec(ctx, `UPDATE account_engagements SET user_id = $2, cover = $3, outcome = $4, at = $5, answered_at = $6, part = $7, part_at = $8,
		settled_at = $9 WHERE id = $1`, e.ID, e.UserID, e.Cover, string(e.Outcome), e.At, e.AnsweredAt, string(e.Part), e.PartAt, e.SettledAt)
	return err
}
