package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/spool"
)

// existing is load for a command that must not make a desk where a path is mistyped.
func existing(p cli.Place) (Config, error) {
	if p.Config == "" {
		if _, err := os.Stat(filepath.Join(p.Dir, "daywatch.toml")); errors.Is(err, fs.ErrNotExist) {
			return Config{}, fault.New(fault.NotFound, "There is no desk in %s. Start one with: daywatch serve --data %s", p.Dir, p.Dir)
		}
	}
	return load(p)
}

// desk finds the desk called name in the configuration; an empty name is the first.
func (c Config) desk(name string) (DeskConfig, error) {
	for _, d := range c.Desks {
		if name == "" || name == d.Name {
			return d, nil
		}
	}
	return DeskConfig{}, fault.Field("desk", "The configuration has no desk called %q", name)
}

// Deliver makes a piped mail durable: in the desk, or in a file while the desk's database is away.
func (a *App) Deliver(ctx context.Context, p cli.Place, m cli.PipedMail) (cli.Receipt, error) {
	cfg, err := existing(p)
	if err != nil {
		return cli.Receipt{}, err
	}
	dc, err := cfg.desk(p.Desk)
	if err != nil {
		return cli.Receipt{}, err
	}
	body, err := spool.Read(spoolDir(dc), m.Body)
	if err != nil {
		return cli.Receipt{}, fault.Wrap(fault.Unavailable, err, "The mail could not be read to its end; the mail server keeps it")
	}
	defer body.Close()
	ctx = access.AsSystem(ctx, "mail")
	id, err := a.file(ctx, cfg.Server, dc, m, body)
	if !fault.Is(err, fault.Unavailable) {
		return cli.Receipt{Delivery: id}, err
	}
	path, waitErr := wait(dc.Spool, m, body.Section(""))
	if waitErr != nil {
		return cli.Receipt{}, errors.Join(err, waitErr)
	}
	return cli.Receipt{Spooled: path}, nil
}

// file hands the mail to the desk, after those that wait from earlier.
func (a *App) file(ctx context.Context, server ServerConfig, dc DeskConfig, m cli.PipedMail, body *spool.Spool) (int64, error) {
	d, err := OpenDesk(ctx, server, dc, a.Log)
	if err != nil {
		return 0, err
	}
	defer d.Close()
	if err := d.room(); err != nil {
		return 0, err
	}
	if _, err := d.PickUp(ctx); err != nil {
		a.Log.Warn("waiting mail stays where it is", "err", err)
	}
	return d.Intake.Pipe(ctx, m.From, m.To, body, body.Size)
}

// spoolDir is where a long mail lies while it is read; the system's folder where the desk's is not there yet.
func spoolDir(dc DeskConfig) string {
	dir := filepath.Join(dc.Blobs, "tmp")
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}
