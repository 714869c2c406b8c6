// Package cli is the command line: it reads arguments, explains itself, and shows progress. What the
// commands do stands in the packages below; what needs a whole process comes in through App.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// App is what commands need of the whole program.
type App interface {
	// Serve runs the desks of a place until ctx ends.
	Serve(ctx context.Context, p Place) error
	// Demo runs a desk with a made-up team.
	Demo(ctx context.Context, o DemoOptions) error
	// Open opens the first desk of a place, or the one named, beside a running server.
	Open(ctx context.Context, p Place) (*Desk, error)
}

// Place is where a command finds its desk.
type Place struct {
	Config string // a daywatch.toml; wins over Dir
	Dir    string // a folder with a daywatch.toml, which is made if missing
	Desk   string // the desk's name; empty: the first
}

// Desk is an opened desk, as commands use it.
type Desk struct {
	Name   string
	DB     *db.DB
	Blobs  *blob.Dir
	People *people.Service
	Intake *intake.Service
	Close  func() error
}

// DemoOptions are the flags of demo.
type DemoOptions struct {
	Dir, Addr, SMTP string
	Out             io.Writer
}

// IO is where a command reads and writes.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
}

// place are the flags every command has.
type place struct {
	Config string `help:"The configuration file." placeholder:"FILE" type:"path" env:"DAYWATCH_CONFIG"`
	Data   string `help:"The folder that holds daywatch.toml, the database and the attachments. It is made if missing." placeholder:"DIR" type:"path" default:"daywatch-data" env:"DAYWATCH_DATA"`
	Desk   string `help:"The desk, where the configuration has several." placeholder:"NAME"`
}

func (p place) place() Place { return Place{Config: p.Config, Dir: p.Data, Desk: p.Desk} }

// grammar is the whole command line.
type grammar struct {
	Serve serveCmd `cmd:"" help:"Run the desk: pages, mail in, mail out."`
	Demo  demoCmd  `cmd:"" help:"Run a desk with a believable team, 40 customers and 2,000 tickets, to look around in."`
}

// env is what commands are given to run with.
type env struct {
	ctx context.Context
	app App
	io  IO
}

// Run runs the command line and gives the exit status (sysexits.h).
func Run(ctx context.Context, args []string, app App, std IO) int {
	exit, code := errors.New("exit"), 0
	var g grammar
	parser, err := kong.New(&g, kong.Name("daywatch"), kong.Writers(std.Out, std.Err), kong.UsageOnError(),
		kong.Description("The support desk for support engineers. Start with `daywatch demo`, or `daywatch serve` for a desk of your own."),
		kong.Exit(func(c int) { code = c; panic(exit) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(std.Err, "daywatch:", err)
		return 70
	}
	defer func() {
		if p := recover(); p != nil && p != any(exit) {
			panic(p)
		}
	}()
	code = run(ctx, parser, args, app, std)
	return code
}

func run(ctx context.Context, parser *kong.Kong, args []string, app App, std IO) int {
	k, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(std.Err, "daywatch: %v\nSee daywatch --help.\n", err)
		return 64
	}
	if err := k.Run(&env{ctx: ctx, app: app, io: std}); err != nil {
		sentence, field := fault.Public(err)
		if fault.KindOf(err) == fault.Internal {
			sentence = err.Error()
		}
		if field != "" {
			sentence = field + ": " + sentence
		}
		fmt.Fprintln(std.Err, "daywatch:", sentence)
		return fault.ExitCode(err)
	}
	return 0
}

type serveCmd struct{ place }

// Run serves until interrupted.
func (c serveCmd) Run(e *env) error { return e.app.Serve(e.ctx, c.place.place()) }

type demoCmd struct {
	Data string `help:"The folder of the demo desk; it is filled at the first run." placeholder:"DIR" type:"path"`
	Addr string `help:"Where the pages are served." placeholder:"HOST:PORT" default:"127.0.0.1:8080"`
	SMTP string `name:"smtp" help:"Where the demo takes mail by SMTP." placeholder:"HOST:PORT" default:"127.0.0.1:2525"`
}

// Run fills and serves the demo desk.
func (c demoCmd) Run(e *env) error {
	if c.Data == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			base = os.TempDir()
		}
		c.Data = filepath.Join(base, "daywatch-demo")
	}
	return e.app.Demo(e.ctx, DemoOptions{Dir: c.Data, Addr: c.Addr, SMTP: c.SMTP, Out: e.io.Out})
}
