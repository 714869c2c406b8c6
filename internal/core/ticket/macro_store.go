package ticket

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func listMacros(ctx context.Context, q db.Querier) ([]Macro, error) {
	return db.All(ctx, q, func(row *sql.Rows, m *Macro) error {
		return row.Scan(&m.ID, &m.Title, &m.Body, &m.Position, db.Time(&m.UpdatedAt))
	}, "SELECT id, title, body, position, updated_at FROM macros ORDER BY position, lower(title), id")
}

func saveMacro(ctx context.Context, tx *db.Tx, m *Macro) (err error) {
	m.UpdatedAt = tx.Now()
	if m.ID == 0 {
		m.ID, err = tx.Insert(ctx, "INSERT INTO macros (title, body, position, updated_at) VALUES ($1, $2, $3, $4) RETURNING id",
			m.Title, m.Body, m.Position, m.UpdatedAt)
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE macros SET title = $1, body = $2, position = $3, updated_at = $4 WHERE id = $5",
		m.Title, m.Body, m.Position, m.UpdatedAt, m.ID)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no saved reply %d", m.ID)
	}
	return err
}

// deleteMacro gives the title of the reply that was there.
func deleteMacro(ctx context.Context, tx *db.Tx, id int64) (title string, err error) {
	err = tx.QueryRow(ctx, "DELETE FROM macros WHERE id = $1 RETURNING title", id).Scan(&title)
	return title, db.OrNotFound(err, "There is no saved reply %d", id)
}
