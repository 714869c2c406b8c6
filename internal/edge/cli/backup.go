package cli

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

type backupCmd struct {
	place
	File  string `arg:"" help:"Where the backup goes: FILE.tar, or FILE.tar.gz to pack it." placeholder:"FILE" type:"path"`
	Force bool   `help:"Overwrite an older backup of that name."`
}

// Help explains the command.
func (backupCmd) Help() string {
	return `The file holds all rows as they stand at one moment, every attachment, the desk's key and daywatch.toml. It is
as secret as the desk itself. The desk goes on working meanwhile.

Examples:
  daywatch backup /var/backups/daywatch.tar.gz --force
  daywatch restore /var/backups/daywatch.tar.gz --data /tmp/try-it`
}

// Run writes the backup under another name first, so that a killed one never looks like a whole one.
func (c backupCmd) Run(e *env) error {
	if _, err := os.Stat(c.File); err == nil && !c.Force {
		return fault.New(fault.Conflict, "%s is there already. With --force it is overwritten", c.File)
	}
	tmp, err := os.CreateTemp(filepath.Dir(c.File), ".daywatch-backup-")
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "The backup cannot be written there")
	}
	defer os.Remove(tmp.Name()) // a no-op after the rename
	defer tmp.Close()
	report, err := c.write(e, tmp)
	if err == nil {
		err = errors.Join(tmp.Sync(), os.Rename(tmp.Name(), c.File))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.io.Out, "%s: %d rows, %d attachments of %d bytes. The key is in it: keep it secret.\n", c.File, report.Rows, report.Blobs, report.BlobBytes)
	return nil
}

func (c backupCmd) write(e *env, f *os.File) (BackupReport, error) {
	buffered := bufio.NewWriterSize(f, 1<<20)
	var out io.WriteCloser = nopCloser{buffered}
	if strings.HasSuffix(c.File, ".gz") || strings.HasSuffix(c.File, ".tgz") {
		out = gzip.NewWriter(buffered)
	}
	report, err := e.app.Backup(e.ctx, c.place.place(), out)
	if err != nil {
		return report, err
	}
	return report, fault.Wrap(fault.Unavailable, errors.Join(out.Close(), buffered.Flush()), "The backup cannot be written")
}

type nopCloser struct{ io.Writer }

// Close does nothing.
func (nopCloser) Close() error { return nil }

type restoreCmd struct {
	place
	File     string `arg:"" help:"The backup." placeholder:"FILE" type:"path"`
	Database string `help:"The database, for a folder without daywatch.toml. Otherwise SQLite in that folder." placeholder:"URL"`
}

// Help explains the command.
func (restoreCmd) Help() string {
	return `The place must be empty: a new folder, or a new database of PostgreSQL. The backup may come from the other
engine, or from an older Daywatch; the rows are brought up to date. Everybody signs in anew. A restored desk sends
the mail that was waiting: never run it beside the original.

Examples:
  daywatch restore daywatch.tar --data /var/lib/daywatch
  daywatch restore daywatch.tar.gz --data /srv/desk --database postgres://daywatch@localhost/desk`
}

// Run restores the backup.
func (c restoreCmd) Run(e *env) error {
	report, err := e.app.Restore(e.ctx, RestoreOptions{Place: c.place.place(), Database: c.Database, Open: c.open})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.io.Out, "The desk %s is back as it stood at %s: %d rows, %d attachments of %d bytes.\nStart it with: daywatch serve --data %s\n",
		report.Desk, report.At.Format("2006-01-02 15:04 UTC"), report.Rows, report.Blobs, report.BlobBytes, c.Data)
	return nil
}

// open reads the backup from its start, packed or not (RFC 1952 §2.3.1).
func (c restoreCmd) open() (io.ReadCloser, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, err, "The backup %s cannot be read", c.File)
	}
	r := bufio.NewReaderSize(f, 1<<20)
	if magic, _ := r.Peek(2); string(magic) != "\x1f\x8b" {
		return readCloser{r, f}, nil
	}
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		f.Close()
		return nil, fault.Wrap(fault.Invalid, err, "%s is damaged", c.File)
	}
	return readCloser{unpacked, f}, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}
