package clearance

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const recordColumns = `SELECT c.id, c.person_id, c.fact, c.verifier, c.verified_on, c.proof, c.valid_until, c.recorded_at, c.recorded_by, c.revoked_at,
	c.revoked_by, c.revoked_why, u.name FROM clearances c JOIN users u ON u.id = c.person_id `

func scanRecord(row interface{ Scan(...any) error }, r *Record) error {
	var on string
	err := row.Scan(&r.ID, &r.PersonID, &r.Fact, &r.Verifier, &on, &r.Proof, db.Time(&r.ValidUntil), db.Time(&r.RecordedAt), &r.RecordedBy,
		db.Time(&r.RevokedAt), &r.RevokedBy, &r.RevokedWhy, &r.Person)
	if err != nil {
		return err
	}
	r.VerifiedOn, err = bizcal.ParseDate(on)
	return err
}

func scanRecords(rows *sql.Rows, r *Record) error { return scanRecord(rows, r) }

func findRecord(ctx context.Context, q db.Querier, id int64) (r Record, err error) {
	err = scanRecord(q.QueryRow(ctx, recordColumns+"WHERE c.id = $1", id), &r)
	return r, db.OrNotFound(err, "There is no clearance %d", id)
}

func recordsOf(ctx context.Context, q db.Querier, personID int64) ([]Record, error) {
	return db.All(ctx, q, scanRecords, recordColumns+"WHERE c.person_id = $1 ORDER BY c.id DESC", personID)
}

func allRecords(ctx context.Context, q db.Querier) ([]Record, error) {
	return db.All(ctx, q, scanRecords, recordColumns+"ORDER BY u.name_key, c.id DESC")
}

// holds reports whether a person has a record of a fact that counts at an instant.
func holds(ctx context.Context, q db.Querier, personID int64, fact string, at time.Time) (bool, error) {
	ids, err := db.Column[int64](ctx, q, `SELECT id FROM clearances WHERE person_id = $1 AND fact = $2 AND recorded_at <= $3
		AND (revoked_at IS NULL OR revoked_at > $3) AND (valid_until IS NULL OR valid_until > $3) LIMIT 1`, personID, fact, at)
	return len(ids) > 0, err
}

func insertRecord(ctx context.Context, tx *db.Tx, r Record) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO clearances (person_id, fact, verifier, verified_on, proof, valid_until, recorded_at, recorded_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, r.PersonID, r.Fact, db.Text(r.Verifier), r.VerifiedOn.String(), r.Proof,
		r.ValidUntil, r.RecordedAt, r.RecordedBy)
}

func revokeRecord(ctx context.Context, tx *db.Tx, id, by int64, why string) error {
	_, err := tx.Exec(ctx, "UPDATE clearances SET revoked_at = $1, revoked_by = $2, revoked_why = $3 WHERE id = $4", tx.Now(), by, db.Text(why), id)
	return err
}
