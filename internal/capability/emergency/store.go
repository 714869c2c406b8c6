package emergency

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const columns = `id, ticket_id, organization_id, how, by_id, at, entitled, entitled_why, pages, responsible_id, responsible_at,
	decision, criterion, reason, decided_by, decided_at, shift_told_at, ending, closed_by, closed_at, follow_up_id`

func scan(row *sql.Rows, e *Emergency) error {
	return row.Scan(&e.ID, &e.TicketID, db.Zero(&e.OrganizationID), &e.How, &e.By, db.Time(&e.At), &e.Right, &e.RightWhy, &e.Pages,
		db.Zero(&e.Responsible), db.Time(&e.ResponsibleAt), &e.Decision, &e.Criterion, &e.Reason, db.Zero(&e.DecidedBy),
		db.Time(&e.DecidedAt), db.Time(&e.ShiftToldAt), &e.Ending, db.Zero(&e.ClosedBy), db.Time(&e.ClosedAt), db.Zero(&e.FollowUp))
}

func findAll(ctx context.Context, q db.Querier, ticketID int64) ([]Emergency, error) {
	return db.All(ctx, q, scan, "SELECT "+columns+" FROM emergencies WHERE ticket_id = $1 ORDER BY id DESC", ticketID)
}

func findByID(ctx context.Context, q db.Querier, id int64) (Emergency, error) {
	all, err := db.All(ctx, q, scan, "SELECT "+columns+" FROM emergencies WHERE id = $1", id)
	return only(all, err, "There is no emergency %d", id)
}

func findOpen(ctx context.Context, q db.Querier, ticketID int64) (e Emergency, ok bool, err error) {
	all, err := db.All(ctx, q, scan, "SELECT "+columns+" FROM emergencies WHERE ticket_id = $1 AND closed_at IS NULL", ticketID)
	if err != nil || len(all) == 0 {
		return e, false, err
	}
	return all[0], true, nil
}

func listOpen(ctx context.Context, q db.Querier) ([]Emergency, error) {
	return db.All(ctx, q, scan, "SELECT "+columns+" FROM emergencies WHERE closed_at IS NULL ORDER BY id")
}

func findRepeats(ctx context.Context, q db.Querier, e Emergency, since time.Time) ([]Emergency, error) {
	return db.All(ctx, q, scan, "SELECT "+columns+` FROM emergencies
		WHERE organization_id = $1 AND id <> $2 AND at >= $3 ORDER BY id DESC LIMIT 20`, e.OrganizationID, e.ID, since)
}

func answersForOne(ctx context.Context, q db.Querier, userID int64) (bool, error) {
	n, err := db.Column[int64](ctx, q, "SELECT id FROM emergencies WHERE responsible_id = $1 AND closed_at IS NULL LIMIT 1", userID)
	return len(n) > 0, err
}

func insert(ctx context.Context, tx *db.Tx, e *Emergency) (err error) {
	e.ID, err = tx.Insert(ctx, `INSERT INTO emergencies (ticket_id, organization_id, how, by_id, at, entitled, entitled_why, pages)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, e.TicketID, db.Null(e.OrganizationID), string(e.How), e.By, e.At,
		string(e.Right), e.RightWhy, string(e.Pages))
	return err
}

func saveResponsible(ctx context.Context, tx *db.Tx, e Emergency) error {
	_, err := tx.Exec(ctx, "UPDATE emergencies SET responsible_id = $2, responsible_at = $3, shift_told_at = NULL WHERE id = $1",
		e.ID, e.Responsible, e.ResponsibleAt)
	return err
}

func saveDecision(ctx context.Context, tx *db.Tx, e Emergency) error {
	_, err := tx.Exec(ctx, "UPDATE emergencies SET decision = $2, criterion = $3, reason = $4, decided_by = $5, decided_at = $6 WHERE id = $1",
		e.ID, string(e.Decision), string(e.Criterion), e.Reason, e.DecidedBy, e.DecidedAt)
	return err
}

func saveShiftTold(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE emergencies SET shift_told_at = $2 WHERE id = $1", id, tx.Now())
	return err
}

func saveEnd(ctx context.Context, tx *db.Tx, e Emergency) error {
	_, err := tx.Exec(ctx, "UPDATE emergencies SET ending = $2, closed_by = $3, closed_at = $4 WHERE id = $1",
		e.ID, string(e.Ending), db.Null(e.ClosedBy), e.ClosedAt)
	return err
}

func saveFollowUp(ctx context.Context, tx *db.Tx, id, ticketID int64) error {
	_, err := tx.Exec(ctx, "UPDATE emergencies SET follow_up_id = $2 WHERE id = $1", id, ticketID)
	return err
}

// watch keeps that somebody was paged for a ticket that is no emergency; false: that was so already.
func watch(ctx context.Context, tx *db.Tx, ticketID int64) (bool, error) {
	n, err := tx.Exec(ctx, "INSERT INTO emergency_watched (ticket_id, at) VALUES ($1, $2) ON CONFLICT (ticket_id) DO NOTHING", ticketID, tx.Now())
	return n > 0, err
}

func watched(ctx context.Context, q db.Querier, ticketID int64) (bool, error) {
	found, err := db.Column[int64](ctx, q, "SELECT ticket_id FROM emergency_watched WHERE ticket_id = $1", ticketID)
	return len(found) > 0, err
}

// only gives the single row of a query; fault.NotFound where there is none.
func only[T any](all []T, err error, format string, args ...any) (one T, _ error) {
	if err == nil && len(all) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return one, db.OrNotFound(err, format, args...)
	}
	return all[0], nil
}

// lastComments gives the newest comments of a ticket, oldest first.
func lastComments(ctx context.Context, q db.Querier, ticketID int64, n int) ([]int64, error) {
	ids, err := db.Column[int64](ctx, q, "SELECT id FROM comments WHERE ticket_id = $1 ORDER BY id DESC LIMIT $2", ticketID, n)
	slices.Reverse(ids)
	return ids, err
}
