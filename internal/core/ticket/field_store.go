package ticket

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func listFields(ctx context.Context, q db.Querier) ([]Field, error) {
	return db.All(ctx, q, func(row *sql.Rows, f *Field) error {
		var options []byte
		if err := row.Scan(&f.ID, &f.Key, &f.Title, &f.Kind, &options, &f.Help, &f.Customers, &f.Position, &f.Retired); err != nil {
			return err
		}
		return json.Unmarshal(options, &f.Options)
	}, "SELECT id, key, title, kind, options, help, customers, position, retired FROM ticket_fields ORDER BY retired, position, id")
}

func storeField(ctx context.Context, tx *db.Tx, f *Field) error {
	options, err := json.Marshal(append([]Option{}, f.Options...))
	if err != nil {
		return err
	}
	if f.ID == 0 {
		f.ID, err = tx.Insert(ctx, `INSERT INTO ticket_fields (key, title, kind, options, help, customers, position, retired, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
			f.Key, db.Text(f.Title), string(f.Kind), string(options), db.Text(f.Help), f.Customers, f.Position, f.Retired, tx.Now())
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE ticket_fields SET title = $2, options = $3, help = $4, customers = $5, position = $6, retired = $7,
			updated_at = $8 WHERE id = $1`, f.ID, db.Text(f.Title), string(options), db.Text(f.Help), f.Customers, f.Position, f.Retired, tx.Now())
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no field %d", f.ID)
	}
	return err
}

// fieldsOf gives the values of a ticket's custom fields by key, each sorted.
func fieldsOf(ctx context.Context, q db.Querier, ticketID int64) (map[string][]string, error) {
	type value struct{ key, value string }
	all, err := db.All(ctx, q, func(row *sql.Rows, v *value) error { return row.Scan(&v.key, &v.value) },
		`SELECT f.key, v.value FROM ticket_field_values v JOIN ticket_fields f ON f.id = v.field_id
		WHERE v.ticket_id = $1 ORDER BY f.key, v.value`, ticketID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	fields := map[string][]string{}
	for _, v := range all {
		fields[v.key] = append(fields[v.key], v.value)
	}
	return fields, nil
}

func storeValues(ctx context.Context, tx *db.Tx, ticketID, fieldID int64, values []string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM ticket_field_values WHERE ticket_id = $1 AND field_id = $2", ticketID, fieldID); err != nil {
		return err
	}
	for _, v := range values {
		if _, err := tx.Exec(ctx, "INSERT INTO ticket_field_values (ticket_id, field_id, value) VALUES ($1, $2, $3)",
			ticketID, fieldID, db.Text(v)); err != nil {
			return err
		}
	}
	return nil
}
