package environment

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const documentColumns = "SELECT d.id, d.environment_id, d.name, d.edition, d.content_type, d.size, d.hash, d.by_id, d.at FROM environment_documents d "

func scanDocument(row interface{ Scan(...any) error }, d *Document) error {
	return row.Scan(&d.ID, &d.EnvironmentID, &d.Name, &d.Edition, &d.ContentType, &d.Size, &d.hash, db.Zero(&d.By), db.Time(&d.At))
}

func findDocument(ctx context.Context, q db.Querier, id int64) (d Document, err error) {
	err = scanDocument(q.QueryRow(ctx, documentColumns+"WHERE d.id = $1", id), &d)
	return d, db.OrNotFound(err, "There is no document %d", id)
}

// documentsOf lists the files of an environment by name, the newest edition of each first.
func documentsOf(ctx context.Context, q db.Querier, environmentID int64) ([]Document, error) {
	return db.All(ctx, q, func(row *sql.Rows, d *Document) error { return scanDocument(row, d) },
		documentColumns+"WHERE d.environment_id = $1 ORDER BY d.name, d.edition DESC", environmentID)
}

func lastEdition(ctx context.Context, tx *db.Tx, environmentID int64, name string) (n int, err error) {
	err = tx.QueryRow(ctx, "SELECT coalesce(max(edition), 0) FROM environment_documents WHERE environment_id = $1 AND name = $2", environmentID, name).Scan(&n)
	return n, err
}

func insertDocument(ctx context.Context, tx *db.Tx, d Document) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO environment_documents (environment_id, name, edition, content_type, size, hash, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
		d.EnvironmentID, db.Text(d.Name), d.Edition, d.ContentType, d.Size, d.hash, db.Null(d.By), d.At)
}

func deleteDocument(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM environment_documents WHERE id = $1", id)
	return err
}
