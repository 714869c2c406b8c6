package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// App is the program behind the command line. It has the methods of cli.App.
type App struct {
	Out io.Writer // what the person who started it should read
	Log *slog.Logger
	// Program is the file of this very program, for mails that want a process of their own; empty for none.
	Program string
}

func load(p cli.Place) (Config, error) {
	if p.Config != "" {
		return LoadConfig(p.Config)
	}
	return LoadDir(p.Dir)
}

// Serve runs the desks of a place until ctx ends.
func (a *App) Serve(ctx context.Context, p cli.Place) error {
	cfg, err := load(p)
	if err != nil {
		return err
	}
	if cfg.Server.bent, err = bentClock(); err != nil {
		return err
	}
	cfg.Server.program = a.Program
	s, err := NewServer(ctx, cfg, a.Log, false)
	if err != nil {
		return err
	}
	defer s.Close()
	s.Ready = func(addr net.Addr) { a.greet(ctx, s) }
	return s.Run(ctx)
}

// greet says where the desk is and, while it has no administrator, how to become one.
func (a *App) greet(ctx context.Context, s *Server) {
	fmt.Fprintf(a.Out, "Daywatch serves %s\n", s.cfg.Server.URL)
	if web.AssetsMissing() {
		fmt.Fprintln(a.Out, "This binary was built without its browser assets: pages work as plain links and forms. Run scripts/assets.sh and build again.")
	}
	for _, d := range s.Desks() {
		needs, err := d.People.NeedsSetup(ctx)
		if err != nil || !needs {
			continue
		}
		if link, err := d.People.SetupLink(ctx); err == nil {
			fmt.Fprintf(a.Out, "%s has no administrator yet. Open this once to become one:\n  %s\n", d.Name, link)
		}
	}
}

// Open opens one desk beside a running server.
func (a *App) Open(ctx context.Context, p cli.Place) (*cli.Desk, error) {
	cfg, err := load(p)
	if err != nil {
		return nil, err
	}
	dc, err := cfg.desk(p.Desk)
	if err != nil {
		return nil, err
	}
	d, err := OpenDesk(ctx, cfg.Server, dc, a.Log)
	if err != nil {
		return nil, err
	}
	return &cli.Desk{Name: d.Name, DB: d.DB, Blobs: d.Blobs, People: d.People, Intake: d.Intake, OnCall: d.OnCall, CRM: d.CRM,
		Clearances: d.Clearances, Config: configuration{d}, Close: d.Close}, nil
}

// Demo is filled in by the demo's own file.
func (a *App) Demo(ctx context.Context, o cli.DemoOptions) error {
	return a.demo(ctx, o)
}
