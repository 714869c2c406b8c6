package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Config tunes a Runner; the zero Config is right for a desk.
type Config struct {
	Workers int           // how many jobs at once; 0 means 4
	Poll    time.Duration // how often to look for jobs of other processes; 0 means one second
	// Lease is how long a job stays with a runner that gives no sign of life: a process that dies delays its
	// jobs by that much. 0 means 30 seconds.
	Lease time.Duration
	Log   *slog.Logger
}

// Runner takes due jobs and gives them to their workers until its context ends. Several runners, in one
// process or many, share a database.
type Runner struct {
	db        *db.DB
	cfg       Config
	workers   map[string]Worker
	schedules []Schedule
}

// NewRunner makes a runner. Two workers of one kind are a defect and panic.
func NewRunner(d *db.DB, cfg Config, workers []Worker, schedules []Schedule) *Runner {
	if cfg.Workers == 0 {
		cfg.Workers = 4
	}
	if cfg.Poll == 0 {
		cfg.Poll = time.Second
	}
	if cfg.Lease == 0 {
		cfg.Lease = 30 * time.Second
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	r := &Runner{db: d, cfg: cfg, workers: map[string]Worker{}, schedules: schedules}
	for _, w := range workers {
		if _, twice := r.workers[w.Kind]; twice {
			panic("job: two workers for " + w.Kind)
		}
		r.workers[w.Kind] = w
	}
	return r
}

// Run works until ctx ends, then waits for the jobs in hand, which see their context cancelled.
func (r *Runner) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	wake := r.db.Listen("job")
	defer r.db.Unlisten("job", wake)
	slots := make(chan struct{}, r.cfg.Workers)
	finished := make(chan struct{}, 1)
	for ctx.Err() == nil {
		wait := r.tick(ctx, slots, &wg, finished)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-finished:
		case <-time.After(wait):
		}
	}
	return nil
}

// tick starts what is due and says how long nothing more will be.
func (r *Runner) tick(ctx context.Context, slots chan struct{}, wg *sync.WaitGroup, finished chan struct{}) time.Duration {
	next, err := r.fireSchedules(ctx)
	if err != nil && ctx.Err() == nil {
		r.cfg.Log.Error("job schedules", "err", err)
	}
	free := cap(slots) - len(slots)
	if free == 0 {
		return r.cfg.Poll
	}
	jobs, err := r.claim(ctx, free)
	if err != nil {
		if ctx.Err() == nil {
			r.cfg.Log.Error("job claim", "err", err)
		}
		return r.cfg.Poll
	}
	for _, j := range jobs {
		slots <- struct{}{}
		wg.Go(func() {
			r.work(ctx, j)
			<-slots
			select {
			case finished <- struct{}{}:
			default:
			}
		})
	}
	return r.untilNext(ctx, len(jobs) == free, next)
}

// untilNext is the time to the next due job or slot, at most Poll.
func (r *Runner) untilNext(ctx context.Context, busy bool, next time.Time) time.Duration {
	if busy {
		return r.cfg.Poll
	}
	now := r.db.Now(ctx)
	wait := r.cfg.Poll
	if !next.IsZero() {
		wait = min(wait, next.Sub(now))
	}
	if due, err := r.nextDue(ctx); err == nil && !due.IsZero() {
		wait = min(wait, due.Sub(now))
	}
	return max(wait, 0)
}

// work runs one job and records how it ended. The recording outlives ctx, so that a shutdown leaves no job
// to its lease.
func (r *Runner) work(ctx context.Context, j Job) {
	w := r.workers[j.Kind]
	tryCtx, cancel := context.WithTimeout(ctx, w.timeout())
	var alive sync.WaitGroup
	alive.Go(func() { r.keepLease(tryCtx, j) })
	err := r.try(tryCtx, w, j)
	cancel()
	alive.Wait()
	record := context.WithoutCancel(ctx)
	if err == nil {
		err = r.complete(record, j)
	} else if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = r.release(record, j)
	} else {
		err = r.failed(record, w, j, err)
	}
	if err != nil {
		r.cfg.Log.Error("job record", "job", j.ID, "kind", j.Kind, "err", err)
	}
}

// keepLease shows that the try is alive until ctx ends. A try that ignores its timeout loses its job.
func (r *Runner) keepLease(ctx context.Context, j Job) {
	tick := time.NewTicker(r.cfg.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := r.renew(ctx, j); err != nil && ctx.Err() == nil {
			r.cfg.Log.Warn("job lease", "job", j.ID, "kind", j.Kind, "err", err)
		}
	}
}

// try turns a panic into an error: one poisoned job must not stop the others.
func (r *Runner) try(ctx context.Context, w Worker, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if j.Crashes >= mostCrashes {
		return errCrashes
	}
	return w.Handle(ctx, j)
}

// mostCrashes is how often a process may die with a job in hand before the job is given up: it may be what kills
// them. It is high, because most are innocent, and each crash costs the time of a lease.
const mostCrashes = 100

var errCrashes = errors.New("the program ended each time while this job was in its hands")

func (r *Runner) failed(ctx context.Context, w Worker, j Job, cause error) error {
	level := slog.LevelWarn
	if fault.KindOf(cause) == fault.Internal {
		level = slog.LevelError
	}
	r.cfg.Log.Log(ctx, level, "job failed", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "err", cause)
	if fault.Is(cause, fault.Unavailable) { // a full disk or a lost database is not the job's fault
		return r.postpone(ctx, j, cause)
	}
	if j.Attempt >= w.maxAttempts() || errors.Is(cause, errCrashes) {
		return r.discard(ctx, w, j, cause)
	}
	return r.retry(ctx, j, cause, w.backoff(j.Attempt))
}

func (w Worker) timeout() time.Duration {
	if w.Timeout > 0 {
		return w.Timeout
	}
	return time.Minute
}

func (w Worker) maxAttempts() int {
	if w.MaxAttempts > 0 {
		return w.MaxAttempts
	}
	return 25
}

func (w Worker) backoff(attempt int) time.Duration {
	if w.Backoff != nil {
		return w.Backoff(attempt)
	}
	n := time.Duration(attempt)
	return min(n*n*n*n*time.Second, 6*time.Hour)
}
