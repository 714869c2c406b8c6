package crm

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Line is a row of a plan with what became of it.
type Line struct {
	ID int64
	Row
	State string // waiting, applied, conflict or failed
	Said  string // of a conflict or a failure
}

// The states of a line.
const (
	Waiting  = "waiting"
	Applied  = "applied"
	Conflict = "conflict"
	Failed   = "failed"
)

const lineColumns = "l.id, l.state, l.said, l.body"

func scanLine(row *sql.Rows, l *Line) error {
	var body []byte
	if err := row.Scan(&l.ID, &l.State, &l.Said, &body); err != nil {
		return err
	}
	return json.Unmarshal(body, &l.Row)
}

func saveMapped(ctx context.Context, tx *db.Tx, runID int64, all []Mapped) error {
	for some := range slices.Chunk(all, 1000) {
		var rows db.Values
		for _, m := range some {
			body, err := json.Marshal(Row{Mapped: m})
			if err != nil {
				return err
			}
			rows.Add(runID, m.Key, people.FoldName(m.Name), "", string(body))
		}
		_, err := tx.Exec(ctx, "INSERT INTO crm_rows (run_id, account_key, name_key, kind, body) VALUES "+rows.String()+
			" ON CONFLICT (run_id, account_key) DO UPDATE SET name_key = excluded.name_key, kind = excluded.kind, body = excluded.body", rows.Args()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// saveRow stores what becomes of an account.
func saveRow(ctx context.Context, tx *db.Tx, id int64, r Row, lonely bool) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE crm_rows SET kind = $1, reason = $2, organization_id = $3, body = $4, lonely = $5, gone = $6 WHERE id = $7",
		string(r.Kind), r.Reason, r.OrganizationID, string(body), lonely, len(r.Gone) > 0, id)
	return err
}

// addRow stores what becomes of an organization whose account is gone; a second time changes nothing.
func addRow(ctx context.Context, tx *db.Tx, runID int64, r Row) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO crm_rows (run_id, account_key, name_key, organization_id, kind, reason, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (run_id, account_key) DO NOTHING`, runID, r.Key, people.FoldName(r.Name), r.OrganizationID, string(r.Kind), r.Reason, string(body))
	return err
}

// allMapped gives every row of a run by its number.
func allMapped(ctx context.Context, q db.Querier, runID int64) ([]Line, error) {
	return db.All(ctx, q, scanLine, "SELECT "+lineColumns+" FROM crm_rows l WHERE l.run_id = $1 ORDER BY l.id", runID)
}

// waiting gives the next rows of a run that are to be applied.
func waiting(ctx context.Context, q db.Querier, runID int64, most int) ([]Line, error) {
	return db.All(ctx, q, scanLine, "SELECT "+lineColumns+` FROM crm_rows l WHERE l.run_id = $1 AND l.state = 'waiting'
		AND l.kind IN ('new', 'changed', 'vanished', 'unchanged') ORDER BY l.id LIMIT $2`, runID, most)
}

func settleRow(ctx context.Context, tx *db.Tx, l Line) error {
	body, err := json.Marshal(l.Row)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE crm_rows SET state = $1, said = $2, organization_id = $3, body = $4 WHERE id = $5", l.State, l.Said,
		l.OrganizationID, string(body), l.ID)
	return err
}

// tallied counts the rows of a run.
type tallied struct {
	kind   Kind
	reason string
	n      int
}

func tallies(ctx context.Context, q db.Querier, runID int64) ([]tallied, error) {
	return db.All(ctx, q, func(row *sql.Rows, t *tallied) error { return row.Scan(&t.kind, &t.reason, &t.n) },
		"SELECT kind, reason, count(*) FROM crm_rows WHERE run_id = $1 GROUP BY kind, reason", runID)
}

// Filter says which lines of a plan to list.
type Filter struct {
	Kind   Kind   // empty: all
	Reason string // empty: any
	State  string // empty: any
	Moving bool   // all but what stays as it is
	Lonely bool   // only organizations that have no contact, and get none
	Gone   bool   // only those that have a contact whom the CRM names no more
	Query  string // part of a name or of an id
	After  int64  // the number of the line before; 0: from the start
	Most   int    // 0: 100
}

func listLines(ctx context.Context, q db.Querier, runID int64, f Filter) ([]Line, error) {
	var w db.Where
	w.And("l.run_id = ?", runID)
	if f.Kind != "" {
		w.And("l.kind = ?", string(f.Kind))
	}
	if f.Reason != "" {
		w.And("l.reason = ?", f.Reason)
	}
	if f.State != "" {
		w.And("l.state = ?", f.State)
	}
	if f.Query != "" {
		like := "%" + db.Escape(people.FoldName(f.Query)) + "%"
		w.And(`l.name_key LIKE ? ESCAPE '\' OR lower(l.account_key) LIKE ? ESCAPE '\'`, like, like)
	}
	if f.Moving {
		w.And("l.kind <> 'unchanged'")
	}
	if f.Lonely {
		w.And("l.lonely")
	}
	if f.Gone {
		w.And("l.gone")
	}
	if f.After > 0 {
		w.And("l.id > ?", f.After)
	}
	tail := w.Bind(" ORDER BY l.id LIMIT ?", f.Most)
	return db.All(ctx, q, scanLine, "SELECT "+lineColumns+" FROM crm_rows l WHERE "+w.String()+tail, w.Args()...)
}

// keepRuns is how many runs keep all their rows; of older ones the accounts that stayed as they were are forgotten.
const keepRuns = 30

func forgetRows(ctx context.Context, tx *db.Tx, newest int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM crm_rows WHERE run_id < $1 AND kind = 'unchanged'", newest-keepRuns)
	return err
}
