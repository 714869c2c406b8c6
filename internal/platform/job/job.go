// Package job is the queue that lives in the desk's own database: a job is enqueued in the transaction of
// the fact that calls for it, leased by a worker, retried with backoff, and kept visible when given up.
// The vocabulary is River's.
package job

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the queue's schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "job", FS: sub}
}

// Job is one piece of work.
type Job struct {
	ID          int64
	Kind        string
	Args        json.RawMessage
	Attempt     int // 1 at the first try; those that a crash ended do not count
	Crashes     int // how often a process died with it in hand
	ScheduledAt time.Time
	CreatedAt   time.Time
	LastError   string
}

// Decode reads the arguments into v.
func (j Job) Decode(v any) error {
	if err := json.Unmarshal(j.Args, v); err != nil {
		return fmt.Errorf("job %d (%s): %w", j.ID, j.Kind, err)
	}
	return nil
}

// Worker does the jobs of one kind.
type Worker struct {
	Kind string
	// Handle does the work. It may run again after a crash, so its effects must bear repetition. An error
	// means: try again later.
	Handle func(ctx context.Context, j Job) error
	// MaxAttempts is after how many tries the job is discarded; 0 means 25.
	MaxAttempts int
	// Timeout bounds one try; 0 means one minute.
	Timeout time.Duration
	// Backoff says how long to wait after the given attempt; nil means attempt⁴ seconds, at most 6 hours.
	Backoff func(attempt int) time.Duration
	// Discarded is told, in the transaction that gives a job up; may be nil.
	Discarded func(ctx context.Context, tx *db.Tx, j Job, cause error) error
}

// Options are how a job is enqueued.
type Options struct {
	At     time.Time // not before; zero means now
	Unique string    // at most one live job of this kind with this key; a second is silently the first
}

// Schedule runs a job again and again.
type Schedule struct {
	Name  string
	Kind  string
	Every time.Duration // slots are multiples of Every since 1970 UTC
}

// Enqueue adds a job in the caller's transaction; it runs after the commit. It reports whether a row was
// added: false means that a live job with the same Unique key exists already.
func Enqueue(ctx context.Context, tx *db.Tx, kind string, args any, opt Options) (bool, error) {
	raw, err := json.Marshal(args)
	if err != nil {
		return false, fmt.Errorf("job %s: %w", kind, err)
	}
	at := opt.At
	if at.IsZero() {
		at = tx.Now()
	}
	n, err := insert(ctx, tx, kind, at, opt.Unique, raw)
	if err != nil || n == 0 {
		return false, err
	}
	tx.AfterCommit(tx.Signal("job"))
	return true, nil
}

// EnqueueAll adds a job for each of args in one statement, to run at once after the commit.
func EnqueueAll[T any](ctx context.Context, tx *db.Tx, kind string, args []T) error {
	if len(args) == 0 {
		return nil
	}
	raws := make([][]byte, len(args))
	for i, a := range args {
		var err error
		if raws[i], err = json.Marshal(a); err != nil {
			return fmt.Errorf("job %s: %w", kind, err)
		}
	}
	if _, err := insert(ctx, tx, kind, tx.Now(), "", raws...); err != nil {
		return err
	}
	tx.AfterCommit(tx.Signal("job"))
	return nil
}

// Cancel removes the live job of a kind with a Unique key, if it has not started; it reports whether one
// was removed.
func Cancel(ctx context.Context, tx *db.Tx, kind, unique string) (bool, error) {
	return deleteWaiting(ctx, tx, kind, unique)
}
