package emergency

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const selectRetros = `SELECT r.id, r.emergency_id, e.ticket_id, r.page_id, r.at, r.responder_id, r.owner_id, r.started_at, r.due_at, r.done_at,
	r.facilitator_id, r.well, r.better, r.changes FROM emergency_retros r JOIN emergencies e ON e.id = r.emergency_id `

func scanRetro(row *sql.Rows, r *Retro) error {
	return row.Scan(&r.ID, &r.EmergencyID, &r.TicketID, &r.PageID, db.Time(&r.At), db.Zero(&r.Responder), db.Zero(&r.Owner), db.Time(&r.StartedAt),
		db.Time(&r.DueAt), db.Time(&r.DoneAt), db.Zero(&r.Facilitator), &r.Well, &r.Better, &r.Changes)
}

func findRetro(ctx context.Context, q db.Querier, id int64) (Retro, error) {
	all, err := db.All(ctx, q, scanRetro, selectRetros+"WHERE r.id = $1", id)
	return only(all, err, "There is no retrospective %d", id)
}

func findRetroOfPage(ctx context.Context, q db.Querier, pageID int64) (r Retro, ok bool, err error) {
	all, err := db.All(ctx, q, scanRetro, selectRetros+"WHERE r.page_id = $1", pageID)
	if err != nil || len(all) == 0 {
		return r, false, err
	}
	return all[0], true, nil
}

func findStubs(ctx context.Context, q db.Querier, ticketID int64) ([]Retro, error) {
	return db.All(ctx, q, scanRetro, selectRetros+"WHERE e.ticket_id = $1 AND r.started_at IS NULL AND r.done_at IS NULL ORDER BY r.id", ticketID)
}

func listRetros(ctx context.Context, q db.Querier, ticketID int64) ([]Retro, error) {
	return db.All(ctx, q, scanRetro, selectRetros+"WHERE e.ticket_id = $1 ORDER BY r.id DESC", ticketID)
}

// mostRetros bounds the board.
const mostRetros = 200

// boardRetros lists what is not done, what is due first at the top and stubs behind, then what was done last.
func boardRetros(ctx context.Context, q db.Querier) ([]Retro, error) {
	return db.All(ctx, q, scanRetro, selectRetros+`ORDER BY CASE WHEN r.done_at IS NOT NULL THEN 2 WHEN r.started_at IS NULL THEN 1 ELSE 0 END,
		CASE WHEN r.done_at IS NULL THEN COALESCE(r.due_at, -r.at) ELSE -r.done_at END, r.id LIMIT $1`, mostRetros)
}

// insertRetro gives 0 for a page that left its stub already.
func insertRetro(ctx context.Context, tx *db.Tx, emergencyID, pageID int64) (int64, error) {
	id, err := tx.Insert(ctx, "INSERT INTO emergency_retros (emergency_id, page_id, at) VALUES ($1, $2, $3) ON CONFLICT (page_id) DO NOTHING RETURNING id",
		emergencyID, pageID, tx.Now())
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

func saveRetro(ctx context.Context, tx *db.Tx, r Retro) error {
	_, err := tx.Exec(ctx, `UPDATE emergency_retros SET responder_id = $2, owner_id = $3, started_at = $4, due_at = $5, done_at = $6,
		facilitator_id = $7, well = $8, better = $9, changes = $10 WHERE id = $1`, r.ID, db.Null(r.Responder), db.Null(r.Owner), r.StartedAt, r.DueAt,
		r.DoneAt, db.Null(r.Facilitator), db.Text(r.Well), db.Text(r.Better), db.Text(r.Changes))
	return err
}

// tookPart reports whether somebody answered for an emergency at some time.
func tookPart(ctx context.Context, q db.Querier, emergencyID, userID int64) (bool, error) {
	found, err := db.Column[int64](ctx, q, `SELECT id FROM emergencies WHERE id = $1 AND responsible_id = $2
		UNION ALL SELECT id FROM emergency_handovers WHERE emergency_id = $1 AND from_id = $2 LIMIT 1`, emergencyID, userID)
	return len(found) > 0, err
}

const selectActions = "SELECT id, retro_id, body, owner_id, due_at, at, done_by, done_at FROM emergency_actions "

func scanAction(row *sql.Rows, a *Action) error {
	return row.Scan(&a.ID, &a.RetroID, &a.Body, &a.Owner, db.Time(&a.DueAt), db.Time(&a.At), db.Zero(&a.DoneBy), db.Time(&a.DoneAt))
}

func findActions(ctx context.Context, q db.Querier, retroID int64) ([]Action, error) {
	return db.All(ctx, q, scanAction, selectActions+"WHERE retro_id = $1 ORDER BY id", retroID)
}

func openActions(ctx context.Context, q db.Querier) ([]Action, error) {
	return db.All(ctx, q, scanAction, selectActions+"WHERE done_at IS NULL ORDER BY due_at, id LIMIT $1", mostRetros)
}

func insertAction(ctx context.Context, tx *db.Tx, a Action) error {
	_, err := tx.Exec(ctx, "INSERT INTO emergency_actions (retro_id, body, owner_id, due_at, at) VALUES ($1, $2, $3, $4, $5)",
		a.RetroID, db.Text(a.Body), a.Owner, a.DueAt, a.At)
	return err
}

func endAction(ctx context.Context, tx *db.Tx, retroID, id, by int64) error {
	_, err := tx.Exec(ctx, "UPDATE emergency_actions SET done_by = $3, done_at = $4 WHERE retro_id = $1 AND id = $2 AND done_at IS NULL",
		retroID, id, by, tx.Now())
	return err
}
