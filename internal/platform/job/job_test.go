package job_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

var migrations = []db.Migrations{job.Migrations()}

func enqueue(t *testing.T, d *db.DB, kind string, opt job.Options) (added bool) {
	t.Helper()
	err := d.Do(t.Context(), func(tx *db.Tx) (err error) {
		added, err = job.Enqueue(t.Context(), tx, kind, map[string]int{"n": 7}, opt)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func run(t *testing.T, d *db.DB, workers []job.Worker, schedules ...job.Schedule) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { job.NewRunner(d, job.Config{Poll: time.Minute}, workers, schedules).Run(ctx) })
	return func() { cancel(); wg.Wait() }
}

// TestRetries shows the life of a failing job: backoff, success, gone.
func TestRetries(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		start := time.Now()
		var tries []time.Duration
		done := make(chan struct{})
		stop := run(t, d, []job.Worker{{Kind: "flaky", Handle: func(ctx context.Context, j job.Job) error {
			tries = append(tries, time.Since(start).Round(time.Second))
			if j.Attempt < 3 {
				return errors.New("not yet")
			}
			close(done)
			return nil
		}}})
		defer stop()
		enqueue(t, d, "flaky", job.Options{At: start.Add(10 * time.Second)})
		<-done
		stop()
		want := []time.Duration{10 * time.Second, 11 * time.Second, 27 * time.Second}
		if len(tries) != 3 || tries[0] != want[0] || tries[1] != want[1] || tries[2] != want[2] {
			t.Errorf("tried at %v, want %v", tries, want)
		}
		if depths, err := job.Depths(t.Context(), d.Read()); err != nil || len(depths) != 0 {
			t.Errorf("left over: %v, %v", depths, err)
		}
	})
}

// TestPoison shows that a job that panics is given up after its tries, told so, and stops nobody.
func TestPoison(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		var discarded, healthy atomic.Int32
		stop := run(t, d, []job.Worker{
			{Kind: "poison", MaxAttempts: 5, Handle: func(context.Context, job.Job) error { panic("poisoned") },
				Discarded: func(context.Context, *db.Tx, job.Job, error) error { discarded.Add(1); return nil }},
			{Kind: "healthy", Handle: func(context.Context, job.Job) error { healthy.Add(1); return nil }},
		})
		enqueue(t, d, "poison", job.Options{})
		enqueue(t, d, "healthy", job.Options{})
		time.Sleep(time.Hour)
		stop()
		if discarded.Load() != 1 || healthy.Load() != 1 {
			t.Errorf("discarded %d, healthy %d", discarded.Load(), healthy.Load())
		}
		left, err := job.Discarded(t.Context(), d.Read(), 10)
		if err != nil || len(left) != 1 || left[0].Attempt != 5 {
			t.Errorf("%+v, %v", left, err)
		}
	})
}

// TestSchedule counts the slots of two days; two runners share them.
func TestSchedule(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		var ran atomic.Int32
		w := []job.Worker{{Kind: "tick", Handle: func(context.Context, job.Job) error { ran.Add(1); return nil }}}
		s := job.Schedule{Name: "half-hourly", Kind: "tick", Every: 30 * time.Minute}
		time.Sleep(time.Second)
		stopA, stopB := run(t, d, w, s), run(t, d, w, s)
		time.Sleep(48*time.Hour - time.Second)
		stopA()
		stopB()
		if n := ran.Load(); n != 96 && n != 97 { // the slot that starts as the bubble stops may or may not run
			t.Errorf("%d runs in 48 h", n)
		}
	})
}

// TestLease shows that the job of a process that died is taken over, and only after its lease.
func TestLease(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		enqueue(t, d, "orphan", job.Options{})
		d.Do(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE jobs SET state = 'running', attempt = 1, lease_until = $1", tx.Now().Add(2*time.Minute))
			return err
		})
		start := time.Now()
		took := make(chan time.Duration, 1)
		stop := run(t, d, []job.Worker{{Kind: "orphan", Handle: func(ctx context.Context, j job.Job) error {
			if j.Attempt != 1 || j.Crashes != 1 {
				t.Errorf("attempt %d after %d crashes, want the first try after one crash", j.Attempt, j.Crashes)
			}
			took <- time.Since(start)
			return nil
		}}})
		defer stop()
		if wait := <-took; wait < 2*time.Minute || wait > 4*time.Minute {
			t.Errorf("taken over after %v", wait)
		}
	})
}

// TestCrashes shows that a job which may be what kills its processes is given up at last.
func TestCrashes(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		enqueue(t, d, "killer", job.Options{})
		d.Do(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE jobs SET state = 'running', attempt = 1, crashes = 99, lease_until = $1", tx.Now().Add(time.Second))
			return err
		})
		told := make(chan job.Job, 1)
		stop := run(t, d, []job.Worker{{Kind: "killer",
			Handle: func(context.Context, job.Job) error { t.Error("tried once more"); return nil },
			Discarded: func(_ context.Context, _ *db.Tx, j job.Job, _ error) error {
				told <- j
				return nil
			}}})
		defer stop()
		if j := <-told; j.Crashes != 100 {
			t.Errorf("given up after %d crashes", j.Crashes)
		}
	})
}

// TestLongJob shows that a job which takes longer than a lease stays with the runner that works on it.
func TestLongJob(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		enqueue(t, d, "long", job.Options{})
		var ran atomic.Int32
		done := make(chan struct{})
		w := []job.Worker{{Kind: "long", Timeout: time.Hour, Handle: func(ctx context.Context, j job.Job) error {
			ran.Add(1)
			time.Sleep(20 * time.Minute)
			close(done)
			return nil
		}}}
		stopA, stopB := run(t, d, w), run(t, d, w)
		<-done
		stopA()
		stopB()
		if n := ran.Load(); n != 1 {
			t.Errorf("it ran %d times", n)
		}
	})
}

func TestUnique(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		if !enqueue(t, d, "k", job.Options{Unique: "a"}) || enqueue(t, d, "k", job.Options{Unique: "a"}) {
			t.Error("the second live job with the key was added")
		}
		if !enqueue(t, d, "k", job.Options{Unique: "b"}) || !enqueue(t, d, "other", job.Options{Unique: "a"}) {
			t.Error("another key or kind was refused")
		}
		err := d.Do(t.Context(), func(tx *db.Tx) error {
			if ok, err := job.Cancel(t.Context(), tx, "k", "a"); !ok || err != nil {
				t.Errorf("cancel: %v, %v", ok, err)
			}
			return nil
		})
		if err != nil || !enqueue(t, d, "k", job.Options{Unique: "a"}) {
			t.Errorf("after a cancel the key is free: %v", err)
		}
	})
}

// TestTwoRunners runs 500 jobs through two runners: each exactly once.
func TestTwoRunners(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		seen := map[int64]int{}
		all := make(chan struct{})
		w := []job.Worker{{Kind: "k", Handle: func(ctx context.Context, j job.Job) error {
			mu.Lock()
			defer mu.Unlock()
			seen[j.ID]++
			if len(seen) == 500 {
				close(all)
			}
			return nil
		}}}
		err := d.Do(t.Context(), func(tx *db.Tx) error {
			for range 500 {
				if _, err := job.Enqueue(t.Context(), tx, "k", nil, job.Options{}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		stopA, stopB := run(t, d, w), run(t, d, w)
		<-all
		stopA()
		stopB()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("job %d ran %d times", id, n)
			}
		}
	})
}

// TestRevive brings a discarded job back, except while another with its key does the work.
func TestRevive(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		ctx, healthy := t.Context(), atomic.Bool{}
		stop := run(t, d, []job.Worker{{Kind: "sick", MaxAttempts: 1, Handle: func(context.Context, job.Job) error {
			if healthy.Load() {
				return nil
			}
			return errors.New("sick")
		}}})
		enqueue(t, d, "sick", job.Options{Unique: "k"})
		time.Sleep(time.Minute)
		healthy.Store(true)
		enqueue(t, d, "sick", job.Options{Unique: "k", At: time.Now().Add(time.Hour)})
		all, err := job.Discarded(ctx, d.Read(), 10)
		if err != nil || len(all) != 1 {
			t.Fatalf("discarded %v, %v", all, err)
		}
		revive := func(id int64) error { return d.Do(ctx, func(tx *db.Tx) error { return job.Revive(ctx, tx, id) }) }
		if err := revive(all[0].ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("beside a live job: %v", err)
		}
		time.Sleep(2 * time.Hour) // the live one is done
		if err := revive(all[0].ID); err != nil {
			t.Errorf("alone: %v", err)
		}
		time.Sleep(time.Minute)
		stop()
		if err := revive(all[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("once it is done: %v", err)
		}
	})
}

// TestEnqueueAll runs every one of several jobs that were added at once.
func TestEnqueueAll(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		var sum atomic.Int64
		stop := run(t, d, []job.Worker{{Kind: "add", Handle: func(_ context.Context, j job.Job) error {
			var n int64
			err := j.Decode(&n)
			sum.Add(n)
			return err
		}}})
		defer stop()
		for _, args := range [][]int{nil, {1}, {10, 100, 1000}} {
			if err := d.Do(t.Context(), func(tx *db.Tx) error { return job.EnqueueAll(t.Context(), tx, "add", args) }); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Minute)
		if sum.Load() != 1111 {
			t.Errorf("the jobs add up to %d", sum.Load())
		}
	})
}
