package program

import (
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/test/rig"
)

// Desk is a folder with a configuration, and the one process at most that serves it.
type Desk struct {
	URL  string // of the pages
	LMTP int    // the port where it takes mail

	t       testing.TB
	dir     string
	config  string
	process *process
}

// NewDesk writes the configuration of a desk on the database given; an empty one is SQLite in dir. Nothing
// runs yet.
func NewDesk(t testing.TB, dir, database string) *Desk {
	t.Helper()
	if database == "" {
		database = "sqlite:desk.db"
	}
	return configure(t, dir, "daywatch.toml", database)
}

// Twin is a second process on the same database, files and key, with ports of its own.
func (d *Desk) Twin() *Desk {
	d.t.Helper()
	return configure(d.t, d.dir, "twin.toml", d.load().Desks[0].Database)
}

func configure(t testing.TB, dir, file, database string) *Desk {
	t.Helper()
	d := &Desk{URL: fmt.Sprintf("http://127.0.0.1:%d", rig.FreePort(t)), LMTP: rig.FreePort(t), t: t, dir: dir, config: filepath.Join(dir, file)}
	site, err := url.Parse(d.URL)
	if err != nil {
		t.Fatal(err)
	}
	toml := fmt.Sprintf("[server]\naddr = %q\nlmtp = %q\nprivate_addresses = true\n\n[[desk]]\nname = \"Support\"\ndatabase = %q\n",
		site.Host, "127.0.0.1:"+strconv.Itoa(d.LMTP), database)
	if err := os.WriteFile(d.config, []byte(toml), 0o640); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *Desk) load() app.Config {
	d.t.Helper()
	cfg, err := app.LoadConfig(d.config)
	if err != nil {
		d.t.Fatal(err)
	}
	return cfg
}

// Open opens the desk in the test's own process, beside the one that serves it, until the test ends.
func (d *Desk) Open() *app.Desk {
	d.t.Helper()
	cfg := d.load()
	desk, err := app.OpenDesk(d.t.Context(), cfg.Server, cfg.Desks[0], slog.New(slog.DiscardHandler))
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { desk.Close() })
	return desk
}
