package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// clocks measures those of an engine.
func (b *bench) clocks(ctx context.Context, engine db.Engine, out *cli.BenchEngine) error {
	c := &cli.BenchClocks{}
	out.Clocks = c
	err := b.with(ctx, engine, func(d *benchDesk) error {
		f, err := b.retarget(ctx, d, b.open)
		c.Tickets, c.First, c.Calendar = f.Tickets, f.First.Seconds(), f.Calendar.Seconds()
		c.Updates = latency(f.Took)
		return err
	})
	if err != nil {
		return err
	}
	return b.with(ctx, engine, func(d *benchDesk) error {
		f, err := b.lateness(ctx, d, b.timers, b.minute)
		c.Timers, c.Over = f.Timers, f.Over.Seconds()
		c.Late50, c.Late99, c.LateMost = milliseconds(f.Median), milliseconds(f.NinetyNine), milliseconds(f.Max)
		return err
	})
}

// retargetFigures is how the clocks of many open tickets follow a change of the desk.
type retargetFigures struct {
	Tickets  int
	First    time.Duration   // until all of them have clocks, which none had
	Calendar time.Duration   // until all of them follow a change of their calendar
	Took     []time.Duration // by each update of an engineer meanwhile
}

// retarget lets the clocks of n open tickets follow a change of the calendar that all of them have, while an engineer
// goes on working.
func (b *bench) retarget(ctx context.Context, d *benchDesk, n int) (f retargetFigures, err error) {
	f.Tickets = n
	b.say("%s: making %d open tickets up", d.DB.Engine(), n)
	if err := fillOpen(ctx, d.DB, n, func(i int) (created time.Time, p ticket.Priority) {
		return d.DB.Now(ctx).Add(-time.Duration(i) * time.Second), ticket.Priority(1 + i%4)
	}); err != nil {
		return f, err
	}
	admin := access.AsSystem(ctx, "cli")
	b.say("%s: giving them clocks", d.DB.Engine())
	if f.First, err = d.follow(admin, d.touchPolicies); err != nil {
		return f, err
	}
	b.say("%s: changing their calendar", d.DB.Engine())
	busy, stop := context.WithCancel(admin)
	took := make(chan []time.Duration, 1)
	go func() { took <- d.work(busy, n) }()
	f.Calendar, err = d.follow(admin, d.touchCalendar)
	stop()
	f.Took = <-took
	return f, err
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// follow makes a change and waits until every clock has followed it.
func (d *benchDesk) follow(ctx context.Context, change func(context.Context) error) (time.Duration, error) {
	start := db.Wall()
	if err := change(ctx); err != nil {
		return 0, err
	}
	run, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- d.clockRunner().Run(run) }()
	for {
		all, err := d.Clocks.Retargets(ctx)
		if err != nil {
			return 0, err
		}
		if !slices.ContainsFunc(all, func(r sla.Retarget) bool { return r.FinishedAt.IsZero() }) {
			break
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	took := db.Wall().Sub(start)
	stop()
	return took, <-ended
}

// clockRunner does the jobs of clocks, and nothing else.
func (d *benchDesk) clockRunner() *job.Runner {
	return job.NewRunner(d.DB, job.Config{Log: d.logger}, d.Clocks.Module().Workers, nil)
}

func (d *benchDesk) touchPolicies(ctx context.Context) error {
	all, err := d.Clocks.Policies(ctx)
	if err != nil || len(all) == 0 {
		return errors.Join(err, ctx.Err())
	}
	p := all[len(all)-1]
	p.Warn = []float64{0.8}
	_, err = d.Clocks.SavePolicy(ctx, p)
	return err
}

// touchCalendar closes the desk's calendar an hour earlier.
func (d *benchDesk) touchCalendar(ctx context.Context) error {
	c, err := d.Calendars.TheDefault(ctx, d.DB.Read())
	if err != nil {
		return err
	}
	c.Spec.Weekly[time.Friday][0].To -= 60
	_, err = d.Calendars.Save(ctx, c)
	return err
}

// work is an engineer who writes notes on one ticket after the other.
func (d *benchDesk) work(ctx context.Context, n int) (took []time.Duration) {
	for i := 1; ctx.Err() == nil; i++ {
		start := db.Wall()
		_, err := d.Tickets.Update(ctx, int64(1+i*7919%n), ticket.Update{Comment: &ticket.NewComment{AuthorID: 1, Body: "Looking into it."}})
		if err == nil {
			took = append(took, db.Wall().Sub(start))
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
	return took
}

// latenessFigures is how late timers fire.
type latenessFigures struct {
	Timers                  int
	Over                    time.Duration // in which all of them were due
	Median, NinetyNine, Max time.Duration
}

// lateness lets n clocks breach within a stretch of time, and looks how late each was noticed.
func (b *bench) lateness(ctx context.Context, d *benchDesk, n int, over time.Duration) (f latenessFigures, err error) {
	f.Timers, f.Over = n, over
	b.say("%s: %d timers in %s", d.DB.Engine(), n, over)
	lead := time.Duration(n)*10*time.Millisecond + 2*time.Second // until all of them are set
	begin := d.DB.Now(ctx).Add(lead)
	const urgent = 30 * time.Minute // the first reply, round the clock
	err = fillOpen(ctx, d.DB, n, func(i int) (time.Time, ticket.Priority) {
		return begin.Add(over * time.Duration(i) / time.Duration(n)).Add(-urgent), ticket.Urgent
	})
	if err != nil {
		return f, err
	}
	admin := access.AsSystem(ctx, "cli")
	if _, err = d.follow(admin, d.touchPolicies); err != nil {
		return f, err
	}
	if late := d.DB.Now(ctx).Sub(begin); late > 0 {
		return f, fmt.Errorf("the timers were set %s too late to measure them", late)
	}
	run, stop := context.WithTimeout(admin, begin.Add(over+5*time.Second).Sub(d.DB.Now(ctx)))
	defer stop()
	if err := d.clockRunner().Run(run); err != nil {
		return f, err
	}
	all, err := breachDelays(ctx, d.DB.Read())
	if err != nil || len(all) < n {
		return f, cmp.Or(err, fmt.Errorf("%d of %d timers fired", len(all), n))
	}
	slices.Sort(all)
	f.Median, f.NinetyNine, f.Max = all[len(all)/2], all[len(all)*99/100], all[len(all)-1]
	return f, nil
}

// fillOpen writes n open tickets, each with one word of the customer, into a desk that has an administrator and nothing
// else of note.
func fillOpen(ctx context.Context, d *db.DB, n int, what func(i int) (created time.Time, p ticket.Priority)) error {
	w := newBenchWorld(d.Now(ctx))
	var err error
	if w.events.Last, err = lastFact(ctx, d.Read()); err != nil {
		return err
	}
	w.customers()
	for at := 0; at < n; at += benchBatch {
		for i := at; i < min(at+benchBatch, n); i++ {
			id, requester := int64(i+1), int64(benchFirstUser+i%benchCustomers)
			created, priority := what(i)
			w.tickets.add(id, "Open", int(ticket.Open), int(priority), "mail", requester, requester, nil, 1, false, created.UnixMicro(),
				created.UnixMicro(), created.UnixMicro())
			w.fact(id, 1, "ticket.created", created, requester, ticket.Created{Requester: requester, Channel: "mail"})
			w.fact(id, 2, "comment.added", created, requester, ticket.Commented{Comment: id, Author: requester, Public: true, First: true, Channel: "mail"})
		}
		if err := d.Do(ctx, func(tx *db.Tx) error { return w.save(ctx, tx) }); err != nil {
			return err
		}
	}
	return d.Do(ctx, func(tx *db.Tx) error { return analyze(ctx, tx) })
}
