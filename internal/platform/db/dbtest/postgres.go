package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// PostgreSQL gives a fresh, migrated database on the server that DAYWATCH_TEST_POSTGRES names (a URL of a
// role that may create databases), or on one started from Debian's binaries for this test process.
func PostgreSQL(t testing.TB, migrations []db.Migrations) *db.DB {
	t.Helper()
	server := serverURL(t)
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	admin.SetMaxOpenConns(1)
	defer admin.Close()
	template := "daywatch_" + fingerprint(t, migrations)
	if err := makeTemplate(admin, server, template, migrations); err != nil {
		t.Fatalf("PostgreSQL template: %v", err)
	}
	name := fmt.Sprintf("daywatch_test_%d_%d", os.Getpid(), serial.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { drop(server, name) })
	return open(t, withDatabase(server, name))
}

var serial atomic.Int64

func drop(server, name string) {
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return
	}
	defer admin.Close()
	admin.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}

// makeTemplate migrates a template database once per server; test processes that race for it wait on an
// advisory lock, which is fine here because it never reaches a desk.
func makeTemplate(admin *sql.DB, server, name string, migrations []db.Migrations) error {
	ctx := context.Background()
	if _, err := admin.ExecContext(ctx, "SELECT pg_advisory_lock(7233)"); err != nil {
		return err
	}
	defer admin.ExecContext(ctx, "SELECT pg_advisory_unlock(7233)")
	var found bool
	err := admin.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&found)
	if err != nil || found {
		return err
	}
	building := name + "_new"
	for _, stmt := range []string{"DROP DATABASE IF EXISTS " + building, "CREATE DATABASE " + building} {
		if _, err := admin.ExecContext(ctx, stmt); err != nil {
			return err
		}
	}
	d, err := db.Open(ctx, withDatabase(server, building))
	if err != nil {
		return err
	}
	err = d.Migrate(ctx, migrations)
	d.Close()
	if err != nil {
		return err
	}
	_, err = admin.ExecContext(ctx, "ALTER DATABASE "+building+" RENAME TO "+name)
	return err
}
