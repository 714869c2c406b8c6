package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// restAfter is how long what nothing refers to is left alone: it may be stored right now, and its row come last
// (mail.md E4).
const restAfter = 24 * time.Hour

// stock is what the desk keeps in files, held against its rows.
type stock struct {
	stored  int      // blobs that rows refer to
	missing []string // hashes that rows refer to, without a blob
	orphans []string // hashes of blobs that nothing has referred to for restAfter
	bytes   int64    // of the orphans
	broken  []string // files that nobody has gone on writing for restAfter: a process died over them
}

// foreign reports whether the folder may be that of another database: crashes leave few orphans.
func (s stock) foreign() bool { return len(s.orphans) > s.stored }

// takeStock changes nothing.
func (d *Desk) takeStock(ctx context.Context) (s stock, err error) {
	now, err := d.Blobs.Now()
	if err != nil {
		return s, err
	}
	before := now.Add(-restAfter)
	// The rows come first: a row that is written meanwhile refers to a blob that is young.
	wanted, err := wantedBlobs(ctx, d.DB.Read())
	if err != nil {
		return s, err
	}
	for info, err := range d.Blobs.All(ctx) {
		if err != nil {
			return s, err
		}
		if wanted[info.Hash] {
			s.stored++
			delete(wanted, info.Hash)
		} else if info.Stored.Before(before) {
			s.orphans = append(s.orphans, info.Hash)
			s.bytes += info.Size
		}
	}
	for hash := range wanted {
		s.missing = append(s.missing, hash)
	}
	blobs, err := restingFiles(d.spool(), "", before)
	if err != nil {
		return s, err
	}
	mails, err := restingFiles(d.cfg.Spool, waitingUnfinished, before)
	s.broken = append(blobs, mails...)
	return s, err
}

// restingFiles lists the files of a folder that begin with prefix and were last written before a time.
func restingFiles(dir, prefix string, before time.Time) (paths []string, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) { // it was finished this moment
			continue
		}
		if err != nil {
			return nil, err
		}
		if info.ModTime().Before(before) {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths, err
}
