package ticket

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func listForms(ctx context.Context, q db.Querier) ([]Form, error) {
	return db.All(ctx, q, func(row *sql.Rows, f *Form) error {
		var fields, offer []byte
		if err := row.Scan(&f.ID, &f.Title, &f.About, &f.Customers, &f.Emergency, &f.Closes, &fields, &f.Position, &f.Retired, &offer); err != nil {
			return err
		}
		if err := json.Unmarshal(offer, &f.Offer); err != nil {
			return err
		}
		return json.Unmarshal(fields, &f.Fields)
	}, "SELECT id, title, about, customers, emergency, closes, fields, position, retired, offer FROM ticket_forms ORDER BY retired, position, id")
}

func storeForm(ctx context.Context, tx *db.Tx, f *Form) error {
	fields, err := json.Marshal(append([]FormField{}, f.Fields...))
	if err != nil {
		return err
	}
	offer, err := json.Marshal(f.Offer)
	if err != nil {
		return err
	}
	args := []any{db.Text(f.Title), people.FoldName(f.Title), db.Text(f.About), f.Customers, f.Emergency, f.Closes, string(fields),
		f.Position, f.Retired, tx.Now(), db.Text(string(offer))}
	if f.ID == 0 {
		f.ID, err = tx.Insert(ctx, `INSERT INTO ticket_forms (title, title_key, about, customers, emergency, closes, fields, position,
			retired, updated_at, offer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`, args...)
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE ticket_forms SET title = $1, title_key = $2, about = $3, customers = $4, emergency = $5, closes = $6,
			fields = $7, position = $8, retired = $9, updated_at = $10, offer = $11 WHERE id = $12`, append(args, f.ID)...)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no form %d", f.ID)
	}
	return err
}
