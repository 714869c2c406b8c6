package app

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/pelletier/go-toml/v2"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/transfer"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Backup writes one desk to w as it stands at one moment, while it runs.
func (a *App) Backup(ctx context.Context, p cli.Place, w io.Writer) (cli.BackupReport, error) {
	cfg, err := existing(p)
	if err != nil {
		return cli.BackupReport{}, err
	}
	dc, err := cfg.desk(p.Desk)
	if err != nil {
		return cli.BackupReport{}, err
	}
	d, err := OpenDesk(ctx, cfg.Server, dc, a.Log)
	if err != nil {
		return cli.BackupReport{}, err
	}
	defer d.Close()
	config, err := cfg.only(dc, configPath(p))
	if err != nil {
		return cli.BackupReport{}, err
	}
	return d.backup(ctx, w, config)
}

func configPath(p cli.Place) string {
	if p.Config != "" {
		return p.Config
	}
	return filepath.Join(p.Dir, configName)
}

// only is the configuration file as far as it is about one desk: where another keeps its data is not this one's to know.
func (c Config) only(dc DeskConfig, path string) ([]byte, error) {
	if len(c.Desks) == 1 {
		return os.ReadFile(path)
	}
	return toml.Marshal(Config{Server: c.Server, Desks: []DeskConfig{dc}})
}

func (d *Desk) backup(ctx context.Context, w io.Writer, config []byte) (cli.BackupReport, error) {
	out := newArchiveWriter(w, manifest{Desk: d.Name, Restricted: d.boundary.Restricted, Engine: string(d.DB.Engine()), At: d.DB.Now(ctx)})
	key, err := os.ReadFile(d.cfg.KeyFile)
	if err != nil {
		return cli.BackupReport{}, fault.Wrap(fault.Unavailable, err, "The desk's key cannot be read")
	}
	if err := out.add(configName, config); err != nil {
		return cli.BackupReport{}, err
	}
	if err := out.add(keyName, key); err != nil {
		return cli.BackupReport{}, err
	}
	if err := d.DB.Snapshot(ctx, func(q db.Querier) error { return out.rows(ctx, q) }); err != nil {
		return cli.BackupReport{}, err
	}
	// A blob is stored before the row that names it: all that the snapshot names are there now.
	size, err := out.blobs(ctx, d)
	if err != nil {
		return cli.BackupReport{}, err
	}
	report := cli.BackupReport{Desk: d.Name, Blobs: out.manifest.Blobs, BlobBytes: size}
	for _, t := range out.manifest.Tables {
		report.Rows += t.Rows
	}
	return report, out.close()
}

func (a *archiveWriter) rows(ctx context.Context, q db.Querier) error {
	versions, err := db.Versions(ctx, q)
	if err != nil {
		return err
	}
	tables, err := transfer.Tables(ctx, q)
	if err != nil {
		return err
	}
	for i, t := range tables {
		tables[i], err = transfer.Dump(ctx, q, t, func(n int, lines []byte) error { return a.add(rowsName(t.Name, n), lines) })
		if err != nil {
			return err
		}
	}
	a.manifest.Versions, a.manifest.Tables = versions, tables
	return nil
}

func (a *archiveWriter) blobs(ctx context.Context, d *Desk) (size int64, err error) {
	for info, err := range d.Blobs.All(ctx) {
		if err != nil {
			return size, err
		}
		if err := a.blob(ctx, d, info.Hash, info.Size); err != nil {
			return size, err
		}
		size += info.Size
	}
	return size, nil
}

func (a *archiveWriter) blob(ctx context.Context, d *Desk, hash string, size int64) error {
	r, err := d.Blobs.Open(ctx, hash)
	if fault.Is(err, fault.NotFound) { // swept away meanwhile: nothing referred to it
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	a.manifest.Blobs++
	return a.write(blobsFolder+"/"+hash, size, r)
}
