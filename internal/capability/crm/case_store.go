package crm

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// accountOf gives the account of an organization that came from Salesforce; empty for others.
func accountOf(ctx context.Context, q db.Querier, organizationID int64) (string, error) {
	ids, err := db.Column[string](ctx, q, "SELECT account_id FROM crm_links WHERE organization_id = $1 AND source = 'salesforce'", organizationID)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// wantCase notes what the CRM should know of a ticket, and reports whether that is news. A ticket that was closed before the CRM
// heard of it needs no case.
func wantCase(ctx context.Context, tx *db.Tx, ticketID int64, account, wanted string) (bool, error) {
	if wanted == caseClosed {
		n, err := tx.Exec(ctx, `UPDATE crm_cases SET wanted = $1, account_id = $2, tries = 0, next_at = $3 WHERE ticket_id = $4 AND wanted <> $1`, wanted, account, tx.Now(), ticketID)
		return n > 0, err
	}
	n, err := tx.Exec(ctx, `INSERT INTO crm_cases (ticket_id, account_id, wanted, next_at) VALUES ($1, $2, $3, $4) ON CONFLICT (ticket_id)
		DO UPDATE SET wanted = excluded.wanted, account_id = excluded.account_id, tries = 0, next_at = excluded.next_at
		WHERE crm_cases.wanted <> excluded.wanted OR crm_cases.account_id <> excluded.account_id`, ticketID, account, wanted, tx.Now())
	return n > 0, err
}

func dueCases(ctx context.Context, q db.Querier, now time.Time, most int) ([]caseWork, error) {
	return db.All(ctx, q, func(row *sql.Rows, c *caseWork) error {
		return row.Scan(&c.ticketID, &c.account, &c.wanted, &c.tries)
	}, "SELECT ticket_id, account_id, wanted, tries FROM crm_cases WHERE wanted <> told AND next_at <= $1 ORDER BY next_at, ticket_id LIMIT $2", now, most)
}

func nextCase(ctx context.Context, q db.Querier) (at time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT min(next_at) FROM crm_cases WHERE wanted <> told").Scan(db.Time(&at))
	return at, err
}

// caseTold notes what the CRM knows now. What is wanted may have changed while it was told.
func caseTold(ctx context.Context, tx *db.Tx, ticketID int64, caseID, told string) error {
	_, err := tx.Exec(ctx, `UPDATE crm_cases SET told = $1, case_id = CASE WHEN $2 = '' THEN case_id ELSE $2 END, tries = 0, said = '' WHERE ticket_id = $3`, told, caseID, ticketID)
	return err
}

func caseFailed(ctx context.Context, tx *db.Tx, ticketID int64, next time.Time, said string) error {
	_, err := tx.Exec(ctx, "UPDATE crm_cases SET tries = tries + 1, next_at = $1, said = $2 WHERE ticket_id = $3", next, said, ticketID)
	return err
}

// Case is what the CRM knows of a ticket.
type Case struct {
	ID     string // empty: not told yet
	Wanted string // open or closed
	Told   string
	Said   string // what went wrong last
}

func findCase(ctx context.Context, q db.Querier, ticketID int64) (c Case, ok bool, err error) {
	err = q.QueryRow(ctx, "SELECT case_id, wanted, told, said FROM crm_cases WHERE ticket_id = $1", ticketID).Scan(&c.ID, &c.Wanted, &c.Told, &c.Said)
	if db.IsNoRows(err) {
		return c, false, nil
	}
	return c, err == nil, err
}

// figure is what the CRM is told of the tickets of an account.
type figure struct {
	organizationID int64
	account        string
	open, days     int
}

// newFigures lists the accounts whose figures the CRM does not know yet.
func newFigures(ctx context.Context, q db.Querier, since time.Time) ([]figure, error) {
	return db.All(ctx, q, func(row *sql.Rows, f *figure) error { return row.Scan(&f.organizationID, &f.account, &f.open, &f.days) },
		`SELECT organization_id, account_id, open, days FROM (
			SELECT l.organization_id, l.account_id, l.open_told, l.days_told,
				(SELECT count(*) FROM tickets t WHERE t.organization_id = l.organization_id AND t.status < $2) AS open,
				(SELECT count(*) FROM tickets t WHERE t.organization_id = l.organization_id AND t.created_at >= $1) AS days
			FROM crm_links l WHERE l.source = 'salesforce') f
		WHERE open <> open_told OR days <> days_told ORDER BY organization_id`, since, int(ticket.Solved))
}

func figureTold(ctx context.Context, tx *db.Tx, f figure) error {
	_, err := tx.Exec(ctx, "UPDATE crm_links SET open_told = $1, days_told = $2 WHERE organization_id = $3", f.open, f.days, f.organizationID)
	return err
}
