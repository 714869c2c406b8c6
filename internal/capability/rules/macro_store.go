package rules

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func macroActions(ctx context.Context, q db.Querier) (map[int64][]Action, error) {
	type row struct {
		id      int64
		actions []byte
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, m *row) error { return r.Scan(&m.id, &m.actions) }, "SELECT macro_id, actions FROM macro_actions")
	byMacro := map[int64][]Action{}
	for _, m := range all {
		if byMacro[m.id], err = parseActions(m.actions); err != nil {
			return nil, err
		}
	}
	return byMacro, err
}

func storeMacroActions(ctx context.Context, tx *db.Tx, id int64, actions []Action) error {
	if len(actions) == 0 {
		_, err := tx.Exec(ctx, "DELETE FROM macro_actions WHERE macro_id = $1", id)
		return err
	}
	raw, err := json.Marshal(actions)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO macro_actions (macro_id, actions) VALUES ($1, $2)
		ON CONFLICT (macro_id) DO UPDATE SET actions = excluded.actions`, id, string(raw))
	return err
}
