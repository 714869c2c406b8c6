package db_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

// What waits for the end of a transaction runs in order, may ask for more, and belongs to the transaction.
func TestBeforeCommit(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		var order []string
		err := d.Do(ctx, func(tx *db.Tx) error {
			tx.BeforeCommit(func() error {
				order = append(order, "first")
				tx.BeforeCommit(func() error { order = append(order, "third"); return nil })
				return nil
			})
			tx.BeforeCommit(func() error { order = append(order, "second"); return nil })
			order = append(order, "function")
			return nil
		})
		if want := []string{"function", "first", "second", "third"}; err != nil || !slices.Equal(order, want) {
			t.Fatalf("%v, %v; want %v", order, err, want)
		}
		cause := errors.New("no")
		for name, do := range map[string]func(context.Context, func(*db.Tx) error) error{"Do": d.Do, "Group": d.Group} {
			err := do(ctx, func(tx *db.Tx) error {
				tx.BeforeCommit(func() error { return cause })
				_, err := insert(ctx, tx, name)
				return err
			})
			if !errors.Is(err, cause) {
				t.Errorf("%s: %v, want the hook's error", name, err)
			}
		}
		if n := count(t, d); n != 0 {
			t.Errorf("%d rows stay after a hook failed", n)
		}
	})
}
