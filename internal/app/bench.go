package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/pgserver"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Bench measures the same work on each engine, one after the other, in desks that it throws away.
func (a *App) Bench(ctx context.Context, o cli.BenchOptions) (cli.BenchReport, error) {
	b := &bench{log: slog.New(slog.NewTextHandler(io.Discard, nil)), opt: o, rounds: 100, mails: 3000, writers: 16, open: 100_000,
		timers: 10_000, minute: time.Minute, rotas: 1000, alerts: 100, subscribers: 10_000}
	if o.Quick {
		b.opt.Tickets, b.rounds, b.mails, b.open, b.timers, b.minute, b.rotas, b.alerts, b.subscribers = []int{600}, 3, 200, 300, 250, time.Second, 20, 10, 50
	}
	dir, err := os.MkdirTemp(o.Dir, "daywatch-bench-")
	if err != nil {
		return cli.BenchReport{}, fault.Wrap(fault.Unavailable, err, "There is no place to measure in")
	}
	defer os.RemoveAll(dir)
	b.dir = dir
	if len(b.opt.Only) == 0 {
		b.opt.Only = []string{"mail", "pages", "clocks", "rotations", "paging", "status"}
	}
	report := cli.BenchReport{Quick: o.Quick, System: fmt.Sprintf("%s/%s, %d CPUs, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())}
	for _, engine := range o.Engines {
		e, err := b.engine(ctx, engine)
		if err != nil {
			return report, fmt.Errorf("bench %s: %w", engine, err)
		}
		report.Engines = append(report.Engines, e)
	}
	if slices.Contains(b.opt.Only, "clocks") {
		if report.Due, err = b.dueTimes(); err != nil {
			return report, err
		}
	}
	if slices.Contains(b.opt.Only, "rotations") {
		measured, err := b.rotations()
		if err != nil {
			return report, err
		}
		report.Rotations = &measured
	}
	return report, agree(report)
}

// bench is one run.
type bench struct {
	log         *slog.Logger // its lines are written, and thrown away
	opt         cli.BenchOptions
	dir         string
	server      string // URL of the PostgreSQL to make databases on
	rounds      int    // of each request
	mails       int
	writers     int
	open        int // tickets whose clocks follow a change
	timers      int // due within a minute
	minute      time.Duration
	rotas       int
	alerts      int // that page somebody
	subscribers int // of the status page
	desks       int
}

func (b *bench) say(format string, args ...any) {
	if b.opt.Say != nil {
		b.opt.Say(fmt.Sprintf(format, args...))
	}
}

// engine measures one engine. A PostgreSQL that nobody asked for and that is not there is said, not an error.
func (b *bench) engine(ctx context.Context, engine db.Engine) (cli.BenchEngine, error) {
	out := cli.BenchEngine{Engine: engine}
	if engine == db.PostgreSQL {
		stop, err := b.startPostgres()
		if err != nil && len(b.opt.Engines) > 1 {
			out.Absent = err.Error()
			return out, nil
		}
		if err != nil {
			return out, fault.Wrap(fault.Unavailable, err, "There is no PostgreSQL to measure on")
		}
		defer stop()
	}
	return out, b.parts(ctx, engine, &out)
}

// parts measures what was asked for, each on a new desk.
func (b *bench) parts(ctx context.Context, engine db.Engine, out *cli.BenchEngine) error {
	if slices.Contains(b.opt.Only, "mail") {
		b.say("%s: mail by LMTP", engine)
		err := b.with(ctx, engine, func(d *benchDesk) (err error) {
			out.Intake, err = b.intake(ctx, d)
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, n := range b.opt.Tickets {
		if !slices.Contains(b.opt.Only, "pages") {
			break
		}
		err := b.with(ctx, engine, func(d *benchDesk) error {
			measured, err := b.desk(ctx, d, n)
			out.Desks = append(out.Desks, measured)
			return err
		})
		if err != nil {
			return err
		}
	}
	if slices.Contains(b.opt.Only, "clocks") {
		if err := b.clocks(ctx, engine, out); err != nil {
			return err
		}
	}
	if slices.Contains(b.opt.Only, "paging") {
		if err := b.paging(ctx, engine, out); err != nil {
			return err
		}
	}
	if slices.Contains(b.opt.Only, "status") {
		return b.with(ctx, engine, func(d *benchDesk) (err error) {
			out.Status, err = b.status(ctx, d)
			return err
		})
	}
	return nil
}

// with runs do on a new desk.
func (b *bench) with(ctx context.Context, engine db.Engine, do func(d *benchDesk) error) error {
	d, err := b.newDesk(ctx, engine)
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.close())
}

func (b *bench) startPostgres() (stop func() error, err error) {
	if b.server = b.opt.Postgres; b.server != "" {
		return func() error { return nil }, nil
	}
	bin, err := pgserver.Find()
	if err != nil {
		return nil, err
	}
	b.say("postgres: starting %s", bin)
	s, err := pgserver.Start(bin, b.opt.Dir, true)
	if err != nil {
		return nil, err
	}
	b.server = s.URL
	return s.Stop, nil
}

// agree compares what the engines must have in common: they did the same work only if they found the same.
func agree(r cli.BenchReport) error {
	var first *cli.BenchEngine
	for i, e := range r.Engines {
		if e.Absent != "" {
			continue
		}
		if e.Intake.Mails > 0 && e.Intake.Ratio <= 0 {
			return fmt.Errorf("bench %s: no mail went in", e.Engine)
		}
		if first == nil {
			first = &r.Engines[i]
			continue
		}
		for d, desk := range e.Desks {
			for s, step := range desk.Steps {
				if want := first.Desks[d].Steps[s].Found; step.Found != want {
					return fmt.Errorf("bench: %s of %d tickets finds %d on %s and %d on %s", step.Name, desk.Tickets, want, first.Engine, step.Found, e.Engine)
				}
			}
		}
	}
	return nil
}
