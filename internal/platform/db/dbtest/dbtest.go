// Package dbtest runs a test on every engine: a SQLite file and a real PostgreSQL database, both cloned
// from a migrated template so that each test starts clean and fast.
package dbtest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Each runs fn as a subtest on a fresh, migrated database of each engine. A missing PostgreSQL fails when CI
// is set, and skips with the reason otherwise. DAYWATCH_TEST_BEND, such as 1080h, bends the clock of the
// databases: a test that holds only before some day does not hold.
func Each(t *testing.T, migrations []db.Migrations, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	by, err := time.ParseDuration(cmp.Or(os.Getenv("DAYWATCH_TEST_BEND"), "0s"))
	if err != nil {
		t.Fatalf("DAYWATCH_TEST_BEND: %v", err)
	}
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			d := Open(t, engine, migrations)
			d.Bend(by)
			fn(t, d)
		})
	}
}

// Open gives a fresh, migrated database of the engine named.
func Open(t testing.TB, engine db.Engine, migrations []db.Migrations) *db.DB {
	t.Helper()
	if engine == db.PostgreSQL {
		return PostgreSQL(t, migrations)
	}
	return SQLite(t, migrations)
}

// SQLite gives a fresh, migrated SQLite database in the test's own folder.
func SQLite(t testing.TB, migrations []db.Migrations) *db.DB {
	t.Helper()
	template := templates.get(t, migrations)
	path := filepath.Join(t.TempDir(), "desk.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

func open(t testing.TB, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), dsn)
	if err != nil {
		t.Fatalf("open %s: %v", dsn, err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// templates keeps migrated SQLite files by the hash of their migrations. It lives as long as the test
// process and holds nothing a test can change.
var templates = &cache{files: map[string][]byte{}}

type cache struct {
	mu    sync.Mutex
	files map[string][]byte
}

func (c *cache) get(t testing.TB, migrations []db.Migrations) []byte {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	key := fingerprint(t, migrations)
	if file, ok := c.files[key]; ok {
		return file
	}
	dir := t.TempDir()
	d, err := db.Open(context.Background(), filepath.Join(dir, "template.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(context.Background(), migrations); err != nil {
		t.Fatal(err)
	}
	copyPath := filepath.Join(dir, "copy.db")
	if err := d.Backup(context.Background(), copyPath); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(copyPath)
	if err != nil {
		t.Fatal(err)
	}
	c.files[key] = file
	return file
}

func fingerprint(t testing.TB, migrations []db.Migrations) string {
	t.Helper()
	h := sha256.New()
	for _, m := range migrations {
		h.Write([]byte(m.Module))
		err := fs.WalkDir(m.FS, ".", func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			raw, err := fs.ReadFile(m.FS, path)
			h.Write([]byte(path))
			h.Write(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
