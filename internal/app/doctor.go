package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Examine looks a desk over, from what everything stands on to what stands on it. It changes nothing: it
// neither migrates nor makes what is missing.
func (a *App) Examine(ctx context.Context, p cli.Place) []cli.Finding {
	e := &examination{ctx: access.AsSystem(ctx, "doctor")}
	e.run(a, p)
	return e.findings
}

// examination gathers findings.
type examination struct {
	ctx      context.Context
	findings []cli.Finding
}

func (e *examination) add(l cli.Level, name, do, format string, args ...any) {
	e.findings = append(e.findings, cli.Finding{Level: l, Name: name, Text: fmt.Sprintf(format, args...), Do: do})
}

func (e *examination) ok(name, format string, args ...any) { e.add(cli.OK, name, "", format, args...) }

// failed notes a check that could not be made.
func (e *examination) failed(name string, err error) {
	e.add(cli.Bad, name, "Read the words in brackets; the cause is named there", "%s", reason(err))
}

// reason is an error with its cause: whoever runs doctor may see both.
func reason(err error) string {
	sentence, _ := fault.Public(err)
	var f *fault.Error
	if !errors.As(err, &f) {
		return err.Error()
	}
	if f.Err == nil {
		return sentence
	}
	return sentence + " (" + f.Err.Error() + ")"
}

func (e *examination) run(a *App, p cli.Place) {
	cfg, err := existing(p)
	if err != nil {
		e.add(cli.Bad, "config", "Correct it; every name is explained in docs/operate", "%s", reason(err))
		return
	}
	dc, err := cfg.desk(p.Desk)
	if err != nil {
		e.failed("config", err)
		return
	}
	e.ok("config", "%s reads well: %d desk(s)", configPath(p), len(cfg.Desks))
	e.apart(cfg, dc)
	e.program()
	d := e.open(a, cfg, dc)
	if d == nil {
		return
	}
	defer d.Close()
	e.schema(d)
	e.store(d)
	e.mail(d)
	e.queue(d)
	e.clocks(d)
	e.views(d)
	e.server(cfg.Server)
	for _, c := range d.Check(e.ctx) {
		e.add(cli.Warn, c.Name, "", "%s", reason(c.Err))
	}
}

// open opens what is there; nil where there is too little to go on.
func (e *examination) open(a *App, cfg Config, dc DeskConfig) *Desk {
	if _, err := os.Stat(dc.KeyFile); err != nil {
		e.add(cli.Bad, "key", "Restore it from the backup. A new one is made at the next start, and answers to old mail then thread by Message-ID only",
			"%s is missing", dc.KeyFile)
		return nil
	}
	key, err := loadKey(dc.KeyFile)
	if err != nil {
		e.failed("key", err)
		return nil
	}
	e.ok("key", "%s holds %d bits", dc.KeyFile, 8*len(key))
	if !strings.Contains(dc.Database, "://") {
		if _, err := os.Stat(dc.Database); errors.Is(err, fs.ErrNotExist) {
			e.add(cli.Bad, "database", "Start the desk once, or restore a backup", "%s is not there", dc.Database)
			return nil
		}
	}
	database, err := db.Open(e.ctx, dc.Database)
	if err != nil {
		e.add(cli.Bad, "database", "Start it, or correct its address in daywatch.toml", "%s", reason(err))
		return nil
	}
	blobs, err := blob.OpenDir(dc.Blobs)
	if err == nil {
		var d *Desk
		if d, err = assemble(cfg.Server, dc, key, database, blobs, a.Log); err == nil {
			return d
		}
	}
	database.Close()
	e.failed("attachments", err)
	return nil
}

// schema looks at the database as such.
func (e *examination) schema(d *Desk) {
	damage, err := d.DB.Integrity(e.ctx)
	switch {
	case err != nil:
		e.failed("database", err)
	case len(damage) > 0:
		e.add(cli.Bad, "database", "Stop the desk and restore the last good backup", "It is damaged: %s", strings.Join(damage, "; "))
	default:
		e.ok("database", "%s answers and is sound", d.DB.Engine())
	}
	known, err := d.DB.Known(Migrations())
	if err != nil {
		e.failed("schema", err)
		return
	}
	versions, err := db.Versions(e.ctx, d.DB.Read())
	if err != nil {
		e.failed("schema", err)
		return
	}
	e.compare(known, versions)
}

func (e *examination) compare(known, versions map[string]int64) {
	behind, ahead := 0, 0
	for module, v := range known {
		behind += int(max(0, v-versions[module]))
		ahead += int(max(0, versions[module]-v))
	}
	switch {
	case ahead > 0:
		e.add(cli.Bad, "schema", "Run the newer program again", "A newer Daywatch made %d changes that this one does not know", ahead)
	case behind > 0:
		e.add(cli.Warn, "schema", "The next start of the desk makes them", "%d changes wait to be made", behind)
	default:
		e.ok("schema", "up to date in %d parts", len(known))
	}
}
