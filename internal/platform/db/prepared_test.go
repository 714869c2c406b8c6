package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

// TestSameTextAgain runs one text through many transactions, as stores do: failing ones between, its table
// changed meanwhile, and more texts about than are remembered.
func TestSameTextAgain(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		boom := errors.New("boom")
		rows := 0
		for round := range 6 {
			err := d.Do(ctx, func(tx *db.Tx) error {
				for i := range 3 {
					if _, err := insert(ctx, tx, fmt.Sprint(round, "/", i)); err != nil {
						return err
					}
				}
				if round%2 == 1 {
					return boom
				}
				_, err := tx.Exec(ctx, fmt.Sprintf("ALTER TABLE probe ADD COLUMN extra%d BIGINT", round))
				return err
			})
			if want := map[bool]error{true: boom}[round%2 == 1]; !errors.Is(err, want) {
				t.Fatalf("round %d: %v", round, err)
			}
			if round%2 == 0 {
				rows += 3
			}
			if n := count(t, d); n != rows {
				t.Fatalf("round %d: %d rows, want %d", round, n, rows)
			}
		}
		for i := range 1100 {
			err := d.Do(ctx, func(tx *db.Tx) error {
				var n int
				return tx.QueryRow(ctx, fmt.Sprintf("SELECT %d FROM probe LIMIT 1", i)).Scan(&n)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
