package crm

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// kept is a record as a run keeps it.
type kept struct {
	object     Object
	key        string // of the record among its like
	accountKey string
	record     Record
}

// saveRecords stores records; one that is there already is replaced, for a page may be read twice.
func saveRecords(ctx context.Context, tx *db.Tx, runID int64, all []kept) error {
	once := map[string]kept{} // a statement must not touch a row twice
	for _, k := range all {
		once[k.key] = k
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(once)), 1000) {
		var rows db.Values
		for _, key := range some {
			k := once[key]
			data, err := json.Marshal(k.record)
			if err != nil {
				return err
			}
			rows.Add(runID, string(k.object), k.key, k.accountKey, string(data))
		}
		_, err := tx.Exec(ctx, "INSERT INTO crm_records (run_id, object, record_key, account_key, data) VALUES "+rows.String()+
			" ON CONFLICT (run_id, object, record_key) DO UPDATE SET account_key = excluded.account_key, data = excluded.data", rows.Args()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// dropRecords forgets what a run fetched, of one object or of all.
func dropRecords(ctx context.Context, tx *db.Tx, runID int64, object Object) error {
	_, err := tx.Exec(ctx, "DELETE FROM crm_records WHERE run_id = $1 AND ($2 = '' OR object = $2)", runID, string(object))
	return err
}

func countAccounts(ctx context.Context, q db.Querier, runID int64) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(DISTINCT account_key) FROM crm_records WHERE run_id = $1 AND object = 'account'", runID).Scan(&n)
	return n, err
}

// nextAccounts gives the keys of the accounts behind one, in the order of the database.
func nextAccounts(ctx context.Context, q db.Querier, runID int64, after string, most int) ([]string, error) {
	return db.Column[string](ctx, q, `SELECT DISTINCT account_key FROM crm_records WHERE run_id = $1 AND object = 'account' AND account_key > $2
		ORDER BY account_key LIMIT $3`, runID, after, most)
}

// recordsOf gives all records of the accounts behind one, up to another.
func recordsOf(ctx context.Context, q db.Querier, runID int64, after, upTo string) ([]kept, error) {
	return db.All(ctx, q, func(row *sql.Rows, k *kept) error {
		var data []byte
		if err := row.Scan(&k.object, &k.key, &k.accountKey, &data); err != nil {
			return err
		}
		return json.Unmarshal(data, &k.record)
	}, `SELECT object, record_key, account_key, data FROM crm_records WHERE run_id = $1 AND account_key > $2 AND account_key <= $3
		ORDER BY account_key, object, record_key`, runID, after, upTo)
}
