package dbtest

import (
	"testing"
	"testing/synctest"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Bubble is Each on bent time: fn and what it starts live in a synctest bubble, and sleeping costs nothing. The
// database is opened inside, so that its goroutines belong to the bubble.
func Bubble(t *testing.T, migrations []db.Migrations, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			dsn := Open(t, engine, migrations).DSN()
			synctest.Test(t, func(t *testing.T) {
				d := open(t, dsn)
				fn(t, d)
			})
		})
	}
}
