package app

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// paging measures how long it takes from an alert to the first attempt for it: alerts one after another, then all at once.
func (b *bench) paging(ctx context.Context, engine db.Engine, out *cli.BenchEngine) error {
	return b.with(ctx, engine, func(d *benchDesk) error {
		m := &cli.BenchPaging{Alerts: b.alerts}
		out.Paging = m
		b.say("%s: pages of %d alerts", engine, b.alerts)
		caught := newCatch()
		for kind := range d.Paging.Senders {
			d.Paging.Senders[kind] = caught
		}
		ctx := access.AsSystem(ctx, "cli")
		if err := d.onDuty(ctx); err != nil {
			return err
		}
		run, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- d.Paging.Run(run) }()
		calm, err := b.alertsAfterOneAnother(ctx, d, caught)
		if err != nil {
			stop()
			return err
		}
		burst, err := b.alertsAtOnce(ctx, d, caught)
		stop()
		if err != nil {
			return err
		}
		m.Calm, m.Burst = waited(calm), waited(burst)
		return <-ended
	})
}

// onDuty has the policies ask the administrator first: the schedules of a new desk have nobody.
func (d *benchDesk) onDuty(ctx context.Context) error {
	team, err := d.Paging.Team(ctx)
	if err != nil {
		return err
	}
	policies, err := d.Paging.Policies(ctx)
	for _, p := range policies {
		p.Steps[0].Targets = []escalation.Target{{User: team[0].ID}}
		if _, err := d.Paging.SavePolicy(ctx, p); err != nil {
			return err
		}
	}
	return err
}

// catch is a way out that notes when each page reaches it.
type catch struct {
	mu  sync.Mutex
	at  map[int64]time.Time
	got chan int64
}

func newCatch() *catch { return &catch{at: map[int64]time.Time{}, got: make(chan int64, 10_000)} }

// Send implements paging.Sender.
func (c *catch) Send(_ context.Context, a paging.Attempt) (paging.Receipt, error) {
	now := db.Wall()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at[a.Page.ID].IsZero() {
		c.at[a.Page.ID] = now
		c.got <- a.Page.ID
	}
	return paging.Receipt{}, nil
}

// when is when a page reached it.
func (c *catch) when(page int64) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at[page]
}

// await waits for so many pages.
func (c *catch) await(ctx context.Context, n int) error {
	for range n {
		select {
		case <-c.got:
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Minute):
			return fault.New(fault.Internal, "A page was not sent within a minute")
		}
	}
	return nil
}

// raise has an alert come in, and gives its page and when it came.
func (d *benchDesk) raise(ctx context.Context, n int64) (id int64, came time.Time, err error) {
	came = db.Wall()
	p, err := db.InTx(ctx, d.DB, func(tx *db.Tx) (paging.Page, error) {
		return d.Paging.Trigger(ctx, tx, paging.Alarm{Key: fmt.Sprint("bench:", n), Subject: event.Subject{Type: "bench", ID: n},
			Title: fmt.Sprint("Alert ", n)})
	})
	return p.ID, came, err
}

func (b *bench) alertsAfterOneAnother(ctx context.Context, d *benchDesk, c *catch) (took []time.Duration, err error) {
	for n := range int64(b.alerts) {
		id, came, err := d.raise(ctx, n)
		if err != nil {
			return nil, err
		}
		if err := c.await(ctx, 1); err != nil {
			return nil, err
		}
		took = append(took, c.when(id).Sub(came))
	}
	return took, nil
}

func (b *bench) alertsAtOnce(ctx context.Context, d *benchDesk, c *catch) (took []time.Duration, err error) {
	came, errs := map[int64]time.Time{}, make(chan error, b.alerts)
	var mu sync.Mutex
	for n := range int64(b.alerts) {
		go func() {
			id, at, err := d.raise(ctx, n+int64(b.alerts))
			mu.Lock()
			came[id] = at
			mu.Unlock()
			errs <- err
		}()
	}
	for range b.alerts {
		if err := <-errs; err != nil {
			return nil, err
		}
	}
	if err := c.await(ctx, b.alerts); err != nil {
		return nil, err
	}
	for id, at := range came {
		took = append(took, c.when(id).Sub(at))
	}
	return took, nil
}

// waited sums latencies up, in milliseconds.
func waited(all []time.Duration) cli.Lateness {
	slices.Sort(all)
	at := func(part int) float64 { return milliseconds(all[min(len(all)*part/100, len(all)-1)]) }
	return cli.Lateness{P50: at(50), P99: at(99), Max: milliseconds(all[len(all)-1])}
}
