package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/transfer"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Restore makes a desk of a backup, in an empty place, whichever engines the two have. Nothing is written
// before every byte of the backup is checked.
func (a *App) Restore(ctx context.Context, o cli.RestoreOptions) (cli.BackupReport, error) {
	m, err := verify(o.Open)
	if err != nil {
		return cli.BackupReport{}, err
	}
	if err := prepare(o, m); err != nil {
		return cli.BackupReport{}, err
	}
	cfg, err := load(o.Place)
	if err != nil {
		return cli.BackupReport{}, err
	}
	dc, err := cfg.desk(o.Place.Desk)
	if err != nil {
		return cli.BackupReport{}, err
	}
	if m.Restricted && !dc.Restricted {
		return cli.BackupReport{},
			fault.New(fault.Conflict,
				"This is a backup of the restricted desk %s, and %s is not restricted, so nothing was restored: whoever enters there would read it. "+
					"Restore it into a desk with restricted = true in daywatch.toml", m.Desk, dc.Name)
	}
	blobs, err := blob.OpenDir(dc.Blobs)
	if err != nil {
		return cli.BackupReport{}, err
	}
	d, err := db.Open(ctx, dc.Database)
	if err != nil {
		return cli.BackupReport{}, err
	}
	defer d.Close()
	r := &restoring{manifest: m, open: o.Open, db: d, blobs: blobs, keyFile: dc.KeyFile}
	if err := r.run(ctx); err != nil {
		return cli.BackupReport{}, err
	}
	return r.report(), nil
}

// prepare writes a configuration where there is none; a restricted desk stays one. That of the backup stays beside it: its
// paths and passwords belong to another machine.
func prepare(o cli.RestoreOptions, m manifest) error {
	if o.Place.Config != "" {
		return nil
	}
	target := filepath.Join(o.Place.Dir, configName)
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(o.Place.Dir, 0o750); err != nil {
		return fault.Wrap(fault.Unavailable, err, "The folder %s cannot be made", o.Place.Dir)
	}
	config := defaultTOML
	switch {
	case m.Restricted:
		config = fmt.Sprintf("[[desk]]\nname = %q\nrestricted = true\n", m.Desk)
	case o.Database != "":
		config = "[[desk]]\nname = \"Support\"\n"
	}
	if o.Database != "" {
		config += fmt.Sprintf("database = %q\n", o.Database)
	}
	return fault.Wrap(fault.Unavailable, os.WriteFile(target, []byte(config), 0o640), "%s cannot be written", target)
}

// restoring is one restore.
type restoring struct {
	manifest manifest
	open     func() (io.ReadCloser, error)
	db       *db.DB
	blobs    *blob.Dir
	keyFile  string
	size     int64
}

func (r *restoring) run(ctx context.Context) error {
	if err := r.mustBeEmpty(ctx); err != nil {
		return err
	}
	if err := r.db.MigrateTo(ctx, Migrations(), r.manifest.Versions); err != nil {
		return fault.Wrap(fault.Invalid, err, "This program cannot read the backup. A newer one may have made it")
	}
	if err := r.db.Do(ctx, func(tx *db.Tx) error { return r.load(ctx, tx) }); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return fault.Wrap(fault.Unavailable, r.db.Migrate(ctx, Migrations()), "The restored database cannot be brought up to date")
}

// mustBeEmpty lets a restore begin in a new database, or once more where one was killed: its tables are
// there then, without a row.
func (r *restoring) mustBeEmpty(ctx context.Context) error {
	versions, err := db.Versions(ctx, r.db.Read())
	if err != nil || len(versions) == 0 {
		return err
	}
	tables, err := transfer.Tables(ctx, r.db.Read())
	if err != nil {
		return err
	}
	empty, err := transfer.Empty(ctx, r.db.Read(), tables)
	if err != nil {
		return err
	}
	if !empty || !maps.Equal(versions, r.manifest.Versions) {
		return fault.New(fault.Conflict,
			"There is a desk in this place already, and it was left as it is. Restore into a new folder, or into a new database of PostgreSQL")
	}
	return nil
}

func (r *restoring) load(ctx context.Context, tx *db.Tx) error {
	tables, loaded := map[string]transfer.Table{}, map[string]int64{}
	for _, t := range r.manifest.Tables {
		tables[t.Name] = t
	}
	r.size = 0
	err := eachEntry(r.open, func(name string, in io.Reader) error {
		switch folder, _ := path.Split(name); {
		case path.Dir(path.Clean(folder)) == rowsFolder:
			t := tables[path.Base(path.Clean(folder))]
			lines, err := io.ReadAll(in)
			if err != nil {
				return err
			}
			n, err := transfer.Load(ctx, tx, t, lines)
			loaded[t.Name] += n
			return err
		case folder == blobsFolder+"/":
			ref, err := r.blobs.Put(ctx, in)
			r.size += ref.Size
			return err
		}
		return r.keep(name, in)
	})
	if err != nil {
		return err
	}
	for _, t := range r.manifest.Tables {
		if loaded[t.Name] != t.Rows {
			return fault.New(fault.Invalid, "The backup is damaged: %d of %d rows of %s are in it. Nothing was restored", loaded[t.Name], t.Rows, t.Name)
		}
		if err := transfer.Continue(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// keep writes the key, and the configuration to look things up in.
func (r *restoring) keep(name string, in io.Reader) error {
	content, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	switch name {
	case keyName:
		return keepKey(r.keyFile, content)
	case configName:
		path := filepath.Join(filepath.Dir(r.keyFile), configName+".from-backup")
		return fault.Wrap(fault.Unavailable, os.WriteFile(path, content, 0o600), "%s cannot be written", path)
	}
	return nil
}

// keepKey never overwrites another desk's key.
func keepKey(file string, key []byte) error {
	there, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(fault.Unavailable, os.WriteFile(file, key, 0o600), "The desk's key %s cannot be written", file)
	case err != nil:
		return fault.Wrap(fault.Unavailable, err, "The desk's key %s cannot be read", file)
	case !bytes.Equal(there, key):
		return fault.New(fault.Conflict, "%s is another desk's key, and was left as it is. Restore into a new folder", file)
	}
	return nil
}

func (r *restoring) report() cli.BackupReport {
	report := cli.BackupReport{Desk: r.manifest.Desk, Blobs: r.manifest.Blobs, BlobBytes: r.size, At: r.manifest.At}
	for _, t := range r.manifest.Tables {
		report.Rows += t.Rows
	}
	return report
}
