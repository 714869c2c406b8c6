package clearance

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const viewColumns = "SELECT seq, at, person_id, via, kind, record, how, asked, prev, digest FROM view_log "

func scanView(rows *sql.Rows, v *View) error {
	return rows.Scan(&v.Seq, db.Time(&v.At), &v.PersonID, &v.Via, &v.Kind, &v.Record, &v.How, &v.Asked, &v.Prev, &v.Digest)
}

// head is the end of the log.
type head struct {
	Seq    int64
	Digest string
}

// takeHead locks the head, so that views at once follow one another, and gives it. The first view makes it: a row that the schema
// brought along would be in the way of a restore.
func takeHead(ctx context.Context, tx *db.Tx) (h head, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO view_head (id, seq, digest) VALUES (1, 0, '')
		ON CONFLICT (id) DO UPDATE SET seq = view_head.seq RETURNING seq, digest`).Scan(&h.Seq, &h.Digest)
	return h, err
}

func findHead(ctx context.Context, q db.Querier) (h head, err error) {
	err = q.QueryRow(ctx, "SELECT seq, digest FROM view_head WHERE id = 1").Scan(&h.Seq, &h.Digest)
	if db.IsNoRows(err) { // nobody has looked at anything yet
		return head{}, nil
	}
	return h, err
}

func appendView(ctx context.Context, tx *db.Tx, v View) error {
	if _, err := tx.Exec(ctx, `INSERT INTO view_log (seq, at, person_id, via, kind, record, how, asked, prev, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, v.Seq, v.At, v.PersonID, v.Via, string(v.Kind), db.Text(v.Record), v.How, v.Asked, v.Prev, v.Digest); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE view_head SET seq = $1, digest = $2 WHERE id = 1", v.Seq, v.Digest)
	return err
}

// viewsAfter gives the next views in the order of the log.
func viewsAfter(ctx context.Context, q db.Querier, seq int64, limit int) ([]View, error) {
	return db.All(ctx, q, scanView, viewColumns+"WHERE seq > $1 ORDER BY seq LIMIT $2", seq, limit)
}

func listViews(ctx context.Context, q db.Querier, f ViewFilter) ([]View, error) {
	var w db.Where
	w.And("seq > ?", 0)
	if f.PersonID != 0 {
		w.And("person_id = ?", f.PersonID)
	}
	if f.Kind != "" {
		w.And("kind = ?", string(f.Kind))
	}
	if f.Record != "" {
		w.And("record = ?", f.Record)
	}
	if f.asked != "" {
		w.And("asked = ?", f.asked)
	}
	if f.Before != 0 {
		w.And("seq < ?", f.Before)
	}
	tail := w.Bind(" ORDER BY seq DESC LIMIT ?", f.Limit)
	return db.All(ctx, q, scanView, viewColumns+"WHERE "+w.String()+tail, w.Args()...)
}
