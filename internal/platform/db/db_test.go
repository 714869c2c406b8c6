package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

var migrations = []db.Migrations{{Module: "probe", FS: fstest.MapFS{"001_probe.sql": {Data: []byte(`
CREATE TABLE probe (id {{id}}, name TEXT NOT NULL UNIQUE, at BIGINT, data {{json}}, raw {{bytes}}, ok BOOLEAN NOT NULL DEFAULT FALSE);
-- +sqlite
CREATE INDEX probe_engine ON probe (name COLLATE NOCASE);
-- +postgres
CREATE INDEX probe_engine ON probe (lower(name));
-- +both
CREATE INDEX probe_at ON probe (at);
`)}}}}

func insert(ctx context.Context, tx *db.Tx, name string) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO probe (name, at, data) VALUES ($1, $2, '{}') RETURNING id", name, tx.Now())
}

func TestRoundTrip(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		var stamp time.Time
		id, err := db.InTx(ctx, d, func(tx *db.Tx) (int64, error) {
			stamp = tx.Now()
			return insert(ctx, tx, "a")
		})
		if err != nil {
			t.Fatal(err)
		}
		var at time.Time
		if err := d.Read().QueryRow(ctx, "SELECT at FROM probe WHERE id = $1 AND id = $1", id).Scan(db.Time(&at)); err != nil {
			t.Fatal(err)
		}
		if !at.Equal(stamp) {
			t.Errorf("stored %v, the transaction's instant was %v", at, stamp)
		}
		err = d.Read().QueryRow(ctx, "SELECT at FROM probe WHERE id = $1", -1).Scan(db.Time(&at))
		if !db.IsNoRows(err) {
			t.Errorf("missing row: %v", err)
		}
	})
}

func TestRollback(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		boom := errors.New("boom")
		committed := false
		err := d.Do(ctx, func(tx *db.Tx) error {
			tx.AfterCommit(func() { committed = true })
			if _, err := insert(ctx, tx, "a"); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) || committed {
			t.Errorf("err %v, after-commit ran: %v", err, committed)
		}
		func() {
			defer func() { recover() }()
			d.Do(ctx, func(tx *db.Tx) error {
				insert(ctx, tx, "b")
				panic("in the middle")
			})
		}()
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows survived", n)
		}
	})
}

func TestUnique(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		for i := range 2 {
			err := d.Do(ctx, func(tx *db.Tx) error { _, err := insert(ctx, tx, "same"); return err })
			if got := db.IsUnique(err); got != (i == 1) {
				t.Errorf("insert %d: IsUnique(%v) = %v", i+1, err, got)
			}
		}
	})
}

// TestGroup drives many writers into shared commits: one bad member fails alone.
func TestGroup(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		var wg sync.WaitGroup
		errs := make([]error, 200)
		for i := range errs {
			wg.Go(func() {
				errs[i] = d.Group(ctx, func(tx *db.Tx) error {
					name := string(rune('A'+i%26)) + time.Duration(i).String()
					if i%10 == 3 {
						name = "same"
					}
					_, err := insert(ctx, tx, name)
					return err
				})
			})
		}
		wg.Wait()
		failed := 0
		for _, err := range errs {
			if err != nil {
				failed++
			}
		}
		if n := count(t, d); failed != 19 || n != 181 {
			t.Errorf("%d failed, %d rows; want 19 and 181", failed, n)
		}
	})
}

// TestBentTime shows that time inside a transaction stands still and that a bubble bends it.
func TestBentTime(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		then := time.Date(2026, 3, 29, 1, 59, 59, 0, time.UTC)
		d.Do(db.At(ctx, then), func(tx *db.Tx) error {
			if !tx.Now().Equal(then) {
				t.Errorf("now %v, want %v", tx.Now(), then)
			}
			later := then.Add(time.Hour)
			tx.NotBefore(later)
			if !tx.Now().Equal(later) {
				t.Errorf("now %v after NotBefore %v", tx.Now(), later)
			}
			return nil
		})
	})
	synctest.Test(t, func(t *testing.T) {
		d := dbtest.SQLite(t, migrations)
		d.Do(t.Context(), func(tx *db.Tx) error {
			first := tx.Now()
			time.Sleep(48 * time.Hour)
			if tx.Now() != first {
				t.Error("time moved inside a transaction")
			}
			return nil
		})
	})
}

// TestBentClock shows that a bent clock moves with the machine's, in transactions and outside, and that At wins.
func TestBentClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := dbtest.SQLite(t, migrations)
		start := time.Now()
		d.Bend(-72 * time.Hour)
		time.Sleep(time.Minute)
		want := start.Add(time.Minute - 72*time.Hour)
		if got := d.Now(t.Context()); !got.Equal(want) {
			t.Errorf("outside a transaction it is %v, want %v", got, want)
		}
		err := d.Do(t.Context(), func(tx *db.Tx) error {
			if !tx.Now().Equal(want) {
				t.Errorf("inside a transaction it is %v, want %v", tx.Now(), want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Now(db.At(t.Context(), start)); !got.Equal(start) {
			t.Errorf("At gives %v, want %v", got, start)
		}
	})
}

// TestColumnsAgree compares the columns that both engines end up with.
func TestColumnsAgree(t *testing.T) {
	ctx := context.Background()
	lite, err := db.Columns(ctx, dbtest.SQLite(t, migrations).Read())
	if err != nil {
		t.Fatal(err)
	}
	post, err := db.Columns(ctx, dbtest.PostgreSQL(t, migrations).Read())
	if err != nil {
		t.Fatal(err)
	}
	if len(lite["probe"]) != 6 || len(post["probe"]) != 6 {
		t.Errorf("probe: sqlite %v, postgres %v", lite["probe"], post["probe"])
	}
}

func TestWhere(t *testing.T) {
	var w db.Where
	w.And("a = ?", 1).And("b IN "+db.In(2), 2, 3)
	limit := w.Bind("LIMIT ?", 4)
	if got := w.String() + " " + limit; got != "(a = $1) AND (b IN ($2, $3)) LIMIT $4" {
		t.Errorf("%s", got)
	}
}

func count(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.Read().QueryRow(context.Background(), "SELECT count(*) FROM probe").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
