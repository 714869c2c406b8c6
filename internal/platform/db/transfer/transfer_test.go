package transfer_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/db/transfer"
)

// zebra refers to apple and to itself, so that the order of names is the wrong one.
const schema = `CREATE TABLE zebra (
  id {{id}},
  name TEXT NOT NULL
);
CREATE TABLE apple (
  id {{id}},
  zebra_id BIGINT REFERENCES zebra (id),
  parent_id BIGINT REFERENCES apple (id),
  good BOOLEAN NOT NULL,
  facts {{json}},
  raw {{bytes}},
  text TEXT
);
CREATE TABLE pairs (
  a TEXT NOT NULL,
  b BIGINT NOT NULL,
  PRIMARY KEY (a, b)
);
CREATE TABLE sessions (token TEXT PRIMARY KEY);
`

func migrations() []db.Migrations {
	return []db.Migrations{{Module: "fruit", FS: fstest.MapFS{"001_fruit.sql": {Data: []byte(schema)}}}}
}

const hard = "größer <b>&amp;</b>\n\"\\\t\u2028 日本 🍎 \u200b"

func fill(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Do(t.Context(), func(tx *db.Tx) error {
		for _, s := range []struct {
			query string
			args  []any
		}{
			{"INSERT INTO zebra (id, name) VALUES (7, $1)", []any{hard}},
			{"INSERT INTO apple (id, zebra_id, good, facts, raw, text) VALUES (1, 7, TRUE, $1, $2, $3)", []any{`{"a": [1, "ü"]}`, []byte{0, 255, 10}, hard}},
			{"INSERT INTO apple (id, parent_id, good, facts, raw, text) VALUES (2, 1, FALSE, NULL, NULL, NULL)", nil},
			{"INSERT INTO apple (id, good, text) VALUES (99, TRUE, '')", nil},
			{"DELETE FROM apple WHERE id = 99", nil},
			{"INSERT INTO pairs (a, b) VALUES ('x', -9007199254740993)", nil},
			{"INSERT INTO sessions (token) VALUES ('secret')", nil},
		} {
			if _, err := tx.Exec(t.Context(), s.query, s.args...); err != nil {
				return fmt.Errorf("%s: %w", s.query, err)
			}
		}
		if tx.Engine() == db.PostgreSQL { // explicit numbers do not move its sequences
			_, err := tx.Exec(t.Context(), "SELECT setval('apple_id_seq', 99), setval('zebra_id_seq', 7)")
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

type dumped struct {
	tables []transfer.Table
	chunks map[string][]byte
}

func dump(t *testing.T, q db.Querier) dumped {
	t.Helper()
	tables, err := transfer.Tables(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	out := dumped{tables, map[string][]byte{}}
	for i, table := range tables {
		tables[i], err = transfer.Dump(t.Context(), q, table, func(n int, lines []byte) error {
			out.chunks[table.Name] = append(out.chunks[table.Name], lines...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func load(t *testing.T, d *db.DB, in dumped) {
	t.Helper()
	err := d.Do(t.Context(), func(tx *db.Tx) error {
		for _, table := range in.tables {
			n, err := transfer.Load(t.Context(), tx, table, in.chunks[table.Name])
			if err != nil || n != table.Rows {
				return fmt.Errorf("%s: %d of %d rows: %w", table.Name, n, table.Rows, err)
			}
			if err := transfer.Continue(t.Context(), tx, table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBetweenEngines moves the same rows from each engine to each.
func TestBetweenEngines(t *testing.T) {
	engines := []db.Engine{db.SQLite, db.PostgreSQL}
	for _, from := range engines {
		source := dbtest.Open(t, from, migrations())
		fill(t, source)
		for _, to := range engines {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				target := dbtest.Open(t, to, migrations())
				out := dump(t, source.Read())
				load(t, target, out)
				again := dump(t, target.Read())
				if diff := cmp.Diff(names(out.tables), names(again.tables)); diff != "" {
					t.Error(diff)
				}
				want, got := contents(t, source), contents(t, target)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				mustGive(t, target, 100)
			})
		}
	}
}

func names(tables []transfer.Table) string {
	var b strings.Builder
	for _, t := range tables {
		fmt.Fprintf(&b, "%s %d last %d\n", t.Name, t.Rows, t.Last)
	}
	return b.String()
}

// contents reads every value through the driver, not through what is tested.
func contents(t *testing.T, d *db.DB) []string {
	t.Helper()
	var out []string
	all, err := db.All(t.Context(), d.Read(), func(r *sql.Rows, s *string) error {
		var id int64
		var zebra, parent sql.NullInt64
		var good bool
		var facts, text sql.NullString
		var raw []byte
		err := r.Scan(&id, &zebra, &parent, &good, &facts, &raw, &text)
		*s = fmt.Sprintf("%d %v %v %v %q %x %q", id, zebra, parent, good, facts.String, raw, text.String)
		return err
	}, "SELECT id, zebra_id, parent_id, good, facts, raw, text FROM apple ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := db.Column[int64](t.Context(), d.Read(), "SELECT b FROM pairs")
	if err != nil {
		t.Fatal(err)
	}
	zebras, err := db.Column[string](t.Context(), d.Read(), "SELECT name FROM zebra")
	if err != nil {
		t.Fatal(err)
	}
	return append(append(append(out, all...), fmt.Sprint(pairs)), zebras...)
}

// mustGive holds that a deleted row's number is not given again.
func mustGive(t *testing.T, d *db.DB, want int64) {
	t.Helper()
	id, err := db.InTx(t.Context(), d, func(tx *db.Tx) (int64, error) {
		return tx.Insert(t.Context(), "INSERT INTO apple (good) VALUES (TRUE) RETURNING id")
	})
	if err != nil || id != want {
		t.Errorf("the next number is %d, want %d (%v)", id, want, err)
	}
}

// TestSnapshot writes while a dump runs: the dump shows the moment it began.
func TestSnapshot(t *testing.T) {
	dbtest.Each(t, migrations(), func(t *testing.T, d *db.DB) {
		fill(t, d)
		err := d.Snapshot(t.Context(), func(q db.Querier) error {
			err := d.Do(context.WithoutCancel(t.Context()), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), "INSERT INTO pairs (a, b) VALUES ('late', 1)")
				return err
			})
			if err != nil {
				return err
			}
			if out := dump(t, q); strings.Contains(string(out.chunks["pairs"]), "late") {
				t.Errorf("a later row is in the snapshot: %s", out.chunks["pairs"])
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if out := dump(t, d.Read()); !strings.Contains(string(out.chunks["pairs"]), "late") {
			t.Error("the later row was not written at all")
		}
	})
}

func TestLeavesOut(t *testing.T) {
	dbtest.Each(t, migrations(), func(t *testing.T, d *db.DB) {
		fill(t, d)
		out := dump(t, d.Read())
		if got := names(out.tables); strings.Contains(got, "sessions") || strings.Contains(got, "migrations_") {
			t.Errorf("%s", got)
		}
		empty, err := transfer.Empty(t.Context(), d.Read(), out.tables)
		if err != nil || empty {
			t.Errorf("empty: %v, %v", empty, err)
		}
	})
}

func TestLoadRefuses(t *testing.T) {
	dbtest.Each(t, migrations(), func(t *testing.T, d *db.DB) {
		table := transfer.Table{Name: "pairs", Columns: []transfer.Column{{Name: "a", Kind: transfer.Text}, {Name: "b", Kind: transfer.Number}}}
		unknown := transfer.Table{Name: "pairs", Columns: []transfer.Column{{Name: "c", Kind: transfer.Text}}}
		for name, c := range map[string]struct {
			table transfer.Table
			lines string
		}{
			"no JSON": {table, "x\n"}, "too few": {table, "[\"a\"]\n"}, "wrong kind": {table, "[\"a\",\"b\"]\n"}, "unknown column": {unknown, "[\"a\"]\n"},
		} {
			err := d.Do(t.Context(), func(tx *db.Tx) error {
				_, err := transfer.Load(t.Context(), tx, c.table, []byte(c.lines))
				return err
			})
			if err == nil {
				t.Errorf("%s was loaded", name)
			}
		}
	})
}
