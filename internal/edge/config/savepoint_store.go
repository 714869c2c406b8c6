package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// try runs fn, and undoes what it did when it fails, so that one object with a problem leaves the others to be tried.
func try(ctx context.Context, tx *db.Tx, fn func() error) error {
	if _, err := tx.Exec(ctx, "SAVEPOINT config"); err != nil {
		return err
	}
	err := fn()
	if err != nil {
		if _, undo := tx.Exec(ctx, "ROLLBACK TO SAVEPOINT config"); undo != nil {
			return undo
		}
	}
	if _, release := tx.Exec(ctx, "RELEASE SAVEPOINT config"); release != nil {
		return release
	}
	return err
}
