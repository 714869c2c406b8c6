package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/module"
)

const sweepKind = "files.sweep"

// filesModule keeps the desk's files in step with its rows. It stands here because what a blob is good for is known
// to several modules, and to none of them alone.
func (d *Desk) filesModule() module.Module {
	return module.Module{
		Name: "files",
		Workers: []job.Worker{{Kind: sweepKind, MaxAttempts: 5, Timeout: time.Hour,
			Handle: func(ctx context.Context, _ job.Job) error { return d.sweep(ctx) }}},
		Schedules: []job.Schedule{{Name: sweepKind, Kind: sweepKind, Every: 24 * time.Hour}},
	}
}

// sweep removes what crashes and given-up mails left in files: it takes room and is good for nothing. What looks like
// the files of another database stays.
func (d *Desk) sweep(ctx context.Context) error {
	s, err := d.takeStock(ctx)
	if err != nil {
		return err
	}
	for _, path := range s.broken {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	removed := 0
	if s.foreign() {
		d.logger.Warn("more files than not belong to nothing; is this the folder of this database? They are kept", "folder", d.cfg.Blobs,
			"files", len(s.orphans))
	} else if removed, err = d.Blobs.Sweep(ctx, s.orphans, restAfter); err != nil {
		return err
	}
	if removed+len(s.broken) > 0 {
		d.logger.Info("swept files that nothing refers to", "blobs", removed, "unfinished", len(s.broken))
	}
	return nil
}
