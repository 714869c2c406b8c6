package matter

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// These read in the caller's transaction, where a field and a rule that names it may be made together.

// wordsInUse are the desk's own words in a column of organizations.
func wordsInUse(ctx context.Context, q db.Querier, column string) ([]string, error) {
	return db.Column[string](ctx, q, "SELECT DISTINCT "+column+" FROM organizations WHERE "+column+" <> '' ORDER BY "+column+" LIMIT 200")
}

func formsOf(ctx context.Context, q db.Querier) ([]condition.Choice, error) {
	type form struct {
		id    int64
		title string
	}
	all, err := db.All(ctx, q, func(row *sql.Rows, f *form) error { return row.Scan(&f.id, &f.title) },
		"SELECT id, title FROM ticket_forms WHERE NOT retired ORDER BY position, id")
	var out []condition.Choice
	for _, f := range all {
		out = append(out, choice(f.id, f.title))
	}
	return out, err
}

func fieldsOf(ctx context.Context, q db.Querier) ([]condition.CustomDefinition, error) {
	return db.All(ctx, q, func(row *sql.Rows, d *condition.CustomDefinition) error {
		var key, title, kind string
		var raw []byte
		if err := row.Scan(&key, &title, &kind, &raw); err != nil {
			return err
		}
		var options []ticket.Option
		err := json.Unmarshal(raw, &options)
		*d = definition(key, title, kind, options)
		return err
	}, "SELECT key, title, kind, options FROM ticket_fields WHERE NOT retired ORDER BY position, id")
}
