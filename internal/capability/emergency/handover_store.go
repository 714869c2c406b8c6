package emergency

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const handOverColumns = `id, emergency_id, from_id, at, problem, done, ruled_out, theory, alternatives, escalation, next, assumptions,
	to_id, asked_at, rings, ending, ended_at`

func scanHandOver(row *sql.Rows, h *HandOver) error {
	return row.Scan(&h.ID, &h.EmergencyID, &h.From, db.Time(&h.At), &h.Problem, &h.Done, &h.RuledOut, &h.Theory, &h.Alternatives,
		&h.Escalation, &h.Next, &h.Assumptions, db.Zero(&h.To), db.Time(&h.AskedAt), &h.Rings, &h.Ending, db.Time(&h.EndedAt))
}

func findHandOver(ctx context.Context, q db.Querier, id int64) (HandOver, error) {
	all, err := db.All(ctx, q, scanHandOver, "SELECT "+handOverColumns+" FROM emergency_handovers WHERE id = $1", id)
	return only(all, err, "There is no hand-over %d", id)
}

func findOpenHandOver(ctx context.Context, q db.Querier, emergencyID int64) (h HandOver, ok bool, err error) {
	all, err := db.All(ctx, q, scanHandOver, "SELECT "+handOverColumns+" FROM emergency_handovers WHERE emergency_id = $1 AND ended_at IS NULL", emergencyID)
	if err != nil || len(all) == 0 {
		return h, false, err
	}
	return all[0], true, nil
}

func findOfferedTo(ctx context.Context, q db.Querier, userID int64) ([]HandOver, error) {
	return db.All(ctx, q, scanHandOver, "SELECT "+handOverColumns+" FROM emergency_handovers WHERE to_id = $1 AND ended_at IS NULL ORDER BY id", userID)
}

func insertHandOver(ctx context.Context, tx *db.Tx, h *HandOver) (err error) {
	h.ID, err = tx.Insert(ctx, `INSERT INTO emergency_handovers (emergency_id, from_id, at, problem, done, ruled_out, theory, alternatives, escalation,
		next, assumptions) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`, h.EmergencyID, h.From, h.At, db.Text(h.Problem),
		db.Text(h.Done), db.Text(h.RuledOut), db.Text(h.Theory), db.Text(h.Alternatives), db.Text(h.Escalation), db.Text(h.Next), db.Text(h.Assumptions))
	return err
}

func saveHandOver(ctx context.Context, tx *db.Tx, h HandOver) error {
	_, err := tx.Exec(ctx, "UPDATE emergency_handovers SET to_id = $2, asked_at = $3, rings = $4, ending = $5, ended_at = $6 WHERE id = $1",
		h.ID, db.Null(h.To), h.AskedAt, h.Rings, h.Ending, h.EndedAt)
	return err
}

func findOffers(ctx context.Context, q db.Querier, handOverID int64) ([]Offer, error) {
	return db.All(ctx, q, func(row *sql.Rows, o *Offer) error {
		return row.Scan(&o.UserID, db.Time(&o.At), &o.Answer, &o.Reason, db.Time(&o.AnsweredAt))
	}, "SELECT user_id, at, answer, reason, answered_at FROM emergency_offers WHERE handover_id = $1 ORDER BY id", handOverID)
}

func insertOffer(ctx context.Context, tx *db.Tx, handOverID, userID int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO emergency_offers (handover_id, user_id, at) VALUES ($1, $2, $3)", handOverID, userID, tx.Now())
	return err
}

func answerOffer(ctx context.Context, tx *db.Tx, handOverID, userID int64, answer, reason string) error {
	_, err := tx.Exec(ctx, `UPDATE emergency_offers SET answer = $3, reason = $4, answered_at = $5
		WHERE handover_id = $1 AND user_id = $2 AND answered_at IS NULL`, handOverID, userID, answer, db.Text(reason), tx.Now())
	return err
}
