package incident

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// countShift counts what was done within a shift.
func countShift(ctx context.Context, q db.Querier, h *HandOver) error {
	err := q.QueryRow(ctx, `SELECT count(*), coalesce(sum(CASE WHEN late_for < published_at THEN 1 ELSE 0 END), 0) FROM incident_updates
		WHERE published_at >= $1 AND published_at < $2`, h.From, h.Until).Scan(&h.Published, &h.Late)
	if err != nil {
		return err
	}
	return q.QueryRow(ctx, "SELECT count(*) FROM incident_tickets WHERE at >= $1 AND at < $2", h.From, h.Until).Scan(&h.Linked)
}

// insertHandOver reports whether the record is new: each end of a shift has one.
func insertHandOver(ctx context.Context, tx *db.Tx, h *HandOver) (fresh bool, err error) {
	people, err1 := json.Marshal(append([]int64{}, h.People...))
	open, err2 := json.Marshal(append([]Standing{}, h.Open...))
	if err := errors.Join(err1, err2); err != nil {
		return false, err
	}
	h.ID, err = tx.Insert(ctx, `INSERT INTO incident_handovers (title, from_at, until_at, people, open, published, late, linked, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (until_at) DO NOTHING RETURNING id`,
		db.Text(h.Title), h.From, h.Until, string(people), string(open), h.Published, h.Late, h.Linked, tx.Now())
	if db.IsNoRows(err) {
		return false, nil
	}
	return err == nil, err
}

func handOversWhere(ctx context.Context, q db.Querier, rest string, args ...any) ([]HandOver, error) {
	return db.All(ctx, q, func(row *sql.Rows, h *HandOver) error {
		var people, open []byte
		err := row.Scan(&h.ID, &h.Title, db.Time(&h.From), db.Time(&h.Until), &people, &open, &h.Published, &h.Late, &h.Linked, &h.Note,
			&h.NoteBy, db.Time(&h.At))
		if err != nil {
			return err
		}
		return errors.Join(json.Unmarshal(people, &h.People), json.Unmarshal(open, &h.Open))
	}, "SELECT id, title, from_at, until_at, people, open, published, late, linked, note, note_by, at FROM incident_handovers "+rest, args...)
}

func findHandOvers(ctx context.Context, q db.Querier, n int) ([]HandOver, error) {
	return handOversWhere(ctx, q, "ORDER BY until_at DESC LIMIT $1", n)
}

func findHandOver(ctx context.Context, q db.Querier, id int64) (HandOver, error) {
	list, err := handOversWhere(ctx, q, "WHERE id = $1", id)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return HandOver{}, db.OrNotFound(err, "There is no hand-over %d", id)
	}
	return list[0], nil
}

func noteHandOver(ctx context.Context, tx *db.Tx, id int64, note string, by int64) error {
	_, err := tx.Exec(ctx, "UPDATE incident_handovers SET note = $2, note_by = $3 WHERE id = $1", id, db.Text(note), by)
	return err
}
