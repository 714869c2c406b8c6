package app

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/demo/desk"
	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// openEach opens a whole new desk on each engine.
func openEach(t *testing.T, test func(t *testing.T, ctx context.Context, d *Desk)) {
	t.Helper()
	dbtest.Each(t, Migrations(), func(t *testing.T, conn *db.DB) {
		dir := t.TempDir()
		cfg := DeskConfig{Name: "Demo", Database: conn.DSN(), Blobs: filepath.Join(dir, "blobs"), KeyFile: filepath.Join(dir, "desk.key")}
		d, err := OpenDesk(t.Context(), ServerConfig{URL: "https://desk.test"}, cfg, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		test(t, access.AsSystem(t.Context(), "test"), d)
	})
}

// TestDemoConfiguration applies the demo's configuration to an empty desk. An export leaves every file of it as it is, the
// schemas for editors among them: run `daywatch config export demo/desk` where they are old.
func TestDemoConfiguration(t *testing.T) {
	openEach(t, func(t *testing.T, ctx context.Context, d *Desk) {
		if _, err := d.Config.Apply(ctx, desk.Files(), config.Options{Prune: true}); err != nil {
			t.Fatal(err)
		}
		if p, err := d.Config.Plan(ctx, desk.Files(), true); err != nil || !p.Empty() {
			var b strings.Builder
			p.Print(&b)
			t.Errorf("after it was applied: %v\n%s", err, &b)
		}
		dir := t.TempDir()
		source := os.DirFS("../../demo/desk")
		if err := os.CopyFS(dir, source); err != nil {
			t.Fatal(err)
		}
		x, err := d.Config.Export(ctx, dir, config.ExportOptions{})
		if err != nil || len(x.Stale) > 0 {
			t.Fatalf("%v; nobody has %v", err, x.Stale)
		}
		for _, name := range x.Written {
			before, err := fs.ReadFile(source, name)
			after, _ := os.ReadFile(filepath.Join(dir, name))
			if err == nil && !bytes.Equal(before, after) {
				t.Errorf("%s (-before +after)\n%s", name, cmp.Diff(string(before), string(after)))
			}
		}
	})
}

// TestDemoTeam fills a small demo: the people of its files are those of its story, and nobody is missing.
func TestDemoTeam(t *testing.T) {
	openEach(t, func(t *testing.T, ctx context.Context, d *Desk) {
		quiet := event.NewLog()
		p := people.New(d.DB, quiet)
		tickets := ticket.NewService(d.DB, quiet, p, d.Blobs)
		in := intake.New(intake.Deps{DB: d.DB, Log: quiet, Blobs: d.Blobs, People: p, Tickets: tickets, Key: d.key, Desk: d.mark()})
		world := content.Generate(demoSeed, d.DB.Now(ctx), content.Size{})
		world.Tickets, world.Mails = nil, nil
		deps := demo.Deps{DB: d.DB, Log: quiet, People: p, Tickets: tickets, Intake: in, Blobs: d.Blobs, Configure: d.configureDemo}
		if err := demo.Fill(ctx, deps, world, nil); err != nil {
			t.Fatal(err)
		}
		revisions, err := d.Config.Revisions(ctx, 2)
		if err != nil || len(revisions) != 1 {
			t.Fatalf("%d revisions, %v", len(revisions), err)
		}
		for _, c := range revisions[0].Changes {
			if c.Folder == "people" && (c.Action != config.Replace || c.Fields[0].Field != "skills") {
				t.Errorf("the files tell another story of somebody: %+v", c)
			}
		}
		if drift, err := d.Config.Drift(ctx); err != nil || len(drift.Changes) > 0 || drift.Objects < 100 {
			t.Errorf("%d objects, drift %+v, %v", drift.Objects, drift.Changes, err)
		}
	})
}
