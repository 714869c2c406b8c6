package config

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(),
	ticket.Migrations(), rules.Migrations(), sla.Migrations(), oncall.Migrations(), paging.Migrations(), crm.Migrations(), Migrations()}

// desk is the package over the real services of a new desk.
type desk struct {
	*Service
	t   *testing.T
	ctx context.Context // the command line acts
	dir string          // a folder for files
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	tickets := ticket.NewService(d, log, persons, blobs)
	calendars := calendar.New(calendar.Deps{DB: d, Log: log, Uses: people.CalendarUses})
	matters := matter.New(matter.Deps{DB: d, People: persons, Tickets: tickets, Calendars: calendars})
	clocks := sla.New(sla.Deps{DB: d, Log: log, People: persons, Tickets: tickets, Calendars: calendars, Matter: matters})
	ruling := rules.New(rules.Deps{DB: d, Log: log, People: persons, Tickets: tickets, Matters: matters})
	log.Attach([]event.Handler{people.FollowCalendars(log)}, nil)
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "cli"), dir: t.TempDir(),
		Service: New(Deps{DB: d, Log: log, Calendars: calendars, People: persons, Tickets: tickets, Clocks: clocks, Rules: ruling,
			OnCall: oncall.New(oncall.Deps{DB: d, Log: log, People: persons}), Paging: paging.New(paging.Deps{DB: d, Log: log, People: persons}),
			CRM: crm.New(crm.Deps{DB: d, Log: log, People: persons, Tickets: tickets})})}
	k.do(func(tx *db.Tx) error {
		if err := calendars.EnsureDefaults(k.ctx, tx); err != nil {
			return err
		}
		if err := clocks.EnsureDefaults(k.ctx, tx); err != nil {
			return err
		}
		return tickets.EnsureDefaultViews(k.ctx, tx)
	})
	return k
}

// each runs test on a new desk of both engines.
func each(t *testing.T, test func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { test(t, newDesk(t, d)) })
}

func (k *desk) do(fn func(tx *db.Tx) error) {
	k.t.Helper()
	k.must(k.DB.Do(k.ctx, fn))
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// export writes the desk into its folder.
func (k *desk) export() Exported {
	k.t.Helper()
	x, err := k.Export(k.ctx, k.dir, ExportOptions{})
	k.must(err)
	return x
}

// plan tells what the folder would change, as people read it.
func (k *desk) plan() string {
	k.t.Helper()
	p, err := k.Plan(k.ctx, os.DirFS(k.dir), false)
	k.must(err)
	return printed(k.t, p)
}

func printed(t *testing.T, p Plan) string {
	t.Helper()
	var b strings.Builder
	if err := p.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// apply applies the folder.
func (k *desk) apply(o Options) Applied {
	k.t.Helper()
	out, err := k.Apply(k.ctx, os.DirFS(k.dir), o)
	k.must(err)
	return out
}

// write puts a file into the folder.
func (k *desk) write(name, text string) {
	k.t.Helper()
	file := filepath.Join(k.dir, name)
	k.must(os.MkdirAll(filepath.Dir(file), 0o755))
	k.must(os.WriteFile(file, []byte(text), 0o644))
}

// edit replaces a text in a file, which must be there.
func (k *desk) edit(name, old, fresh string) {
	k.t.Helper()
	text := k.text(name)
	if !strings.Contains(text, old) {
		k.t.Fatalf("%s has no %q:\n%s", name, old, text)
	}
	k.write(name, strings.Replace(text, old, fresh, 1))
}

func (k *desk) text(name string) string {
	k.t.Helper()
	text, err := os.ReadFile(filepath.Join(k.dir, name))
	k.must(err)
	return string(text)
}

// contents reads all files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
