package app

import (
	"context"
	"fmt"
	"net"

	"github.com/daywatch/daywatch/demo/desk"
	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// demoSeed makes every demo desk the same but for its dates.
const demoSeed = 20

// demo fills a desk at the first run and serves it.
func (a *App) demo(ctx context.Context, o cli.DemoOptions) error {
	cfg, err := LoadDir(o.Dir)
	if err != nil {
		return err
	}
	cfg.Server.Addr, cfg.Server.SMTP, cfg.Server.URL = o.Addr, o.SMTP, "http://"+o.Addr
	cfg.Server.program, cfg.Server.PrivateAddresses = a.Program, true // whoever tries the desk tries it beside their own tools
	cfg.Desks[0].URL = cfg.Server.URL
	if err := cfg.government(); err != nil {
		return err
	}
	s, err := NewServer(ctx, cfg, a.Log, true)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := a.fillDemo(ctx, s.Desks()[0]); err != nil {
		return err
	}
	if err := s.Desks()[1].fillGovernment(ctx); err != nil {
		return err
	}
	s.Ready = func(addr net.Addr) { a.welcome(addr, o) }
	return s.Run(ctx)
}

// fillDemo writes the made-up world into an empty desk.
func (a *App) fillDemo(ctx context.Context, d *Desk) error {
	empty, err := d.People.NeedsSetup(ctx)
	if err != nil || !empty {
		return err
	}
	fmt.Fprintln(a.Out, "First run: making up a team, its customers and their tickets …")
	quiet := event.NewLog()
	p := people.New(d.DB, quiet)
	t := ticket.NewService(d.DB, quiet, p, d.Blobs)
	quiet.Attach([]event.Handler{d.quietClocks(quiet, p, t)}, nil)
	in := intake.New(intake.Deps{DB: d.DB, Log: quiet, Blobs: d.Blobs, People: p, Tickets: t, Key: d.key, Desk: d.mark(), Logger: a.Log})
	world := content.Generate(demoSeed, d.DB.Now(ctx), content.Size{})
	err = demo.Fill(ctx, demo.Deps{DB: d.DB, Log: quiet, People: p, Tickets: t, Intake: in, Blobs: d.Blobs, Configure: d.configureDemo},
		world, func(done, of int) {
			fmt.Fprintf(a.Out, "\r  %d of %d tickets", done, of)
			if done == of {
				fmt.Fprintln(a.Out)
			}
		})
	if err != nil {
		return err
	}
	if err := d.demoEnvironments(ctx, world, quiet, p, t); err != nil {
		return err
	}
	if err := d.demoShifts(ctx); err != nil {
		return err
	}
	if err := d.demoAccounts(ctx, world, quiet, p); err != nil {
		return err
	}
	if err := d.demoCRM(ctx, quiet, p, t); err != nil {
		return err
	}
	if err := d.demoDoor(ctx, world, p); err != nil {
		return err
	}
	if err := d.demoCall(ctx, quiet, p, t); err != nil {
		return err
	}
	if err := d.demoReviews(ctx, quiet, p, t); err != nil {
		return err
	}
	if err := d.demoClearances(ctx, quiet, p); err != nil {
		return err
	}
	return d.demoDuty(ctx, world, quiet, p, t)
}

// configureDemo gives the demo's team and desk the configuration that lies beside the source.
func (d *Desk) configureDemo(ctx context.Context) error {
	_, err := d.Config.Apply(ctx, desk.Files(), config.Options{Prune: true, Source: "demo/desk"})
	return err
}

// welcome says how to get in and what to try.
func (a *App) welcome(addr net.Addr, o cli.DemoOptions) {
	fmt.Fprintf(a.Out, `
Daywatch demo is ready:  http://%s
  sign in as             admin@example.com
  password               %s
  send a mail            swaks --server %s --from you@example.net --to %s
  the restricted desk    http://%s:%s, the same sign-in
`, addr, demo.Password, o.SMTP, demo.Address, demoGovernmentHost, portOf(addr))
}
