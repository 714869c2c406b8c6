package arch

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

var migrationName = regexp.MustCompile(`^\d{3}_[a-z_]+\.sql$`)

// TestMigrationNumbers keeps each module's migrations in one row without gaps: two of the same number would make the
// schema depend on who landed first.
func TestMigrationNumbers(t *testing.T) {
	for _, m := range app.Migrations() {
		entries, err := fs.ReadDir(m.FS, ".") // sorted by name
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			t.Errorf("%s has no migrations", m.Module)
		}
		for i, e := range entries {
			if want := fmt.Sprintf("%03d_", i+1); !migrationName.MatchString(e.Name()) || !strings.HasPrefix(e.Name(), want) {
				t.Errorf("%s: %s stands where %s… belongs", m.Module, e.Name(), want)
			}
		}
	}
}

// searches are the tables of SQLite's full-text index, which PostgreSQL has as an index of its own kind (ADR 6).
var searches = regexp.MustCompile(`^search_index`)

// TestEnginesAgree compares the whole desk's columns on both engines: one SQL serves both only while they are the same.
func TestEnginesAgree(t *testing.T) {
	lite := columns(t, dbtest.SQLite(t, app.Migrations()))
	post := columns(t, dbtest.PostgreSQL(t, app.Migrations()))
	if len(lite) < 20 {
		t.Errorf("only %d tables were found", len(lite))
	}
	if diff := cmp.Diff(lite, post); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
}

func columns(t *testing.T, d *db.DB) map[string][]string {
	t.Helper()
	all, err := db.Columns(t.Context(), d.Read())
	if err != nil {
		t.Fatal(err)
	}
	for table := range all {
		if searches.MatchString(table) {
			delete(all, table)
		}
	}
	return all
}
