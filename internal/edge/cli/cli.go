// Package cli is the command line: it reads arguments, explains itself, and shows progress. What the
// commands do stands in the packages below; what needs a whole process comes in through App.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/alecthomas/kong"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// IO is where a command reads and writes.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time // nil: the machine's clock
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
	Serve     serveCmd     `cmd:"" help:"Run the desk: pages, mail in, mail out."`
	Demo      demoCmd      `cmd:"" help:"Run a desk with a believable team, 40 customers and 2,000 tickets, to look around in."`
	Story     storyCmd     `cmd:"" help:"Play the product in a few minutes, with real mail, and verify every step."`
	Mail      mailCmd      `cmd:"" help:"Take one mail from an MTA, or show what the desk reads in one."`
	Import    importCmd    `cmd:"" help:"Bring the mail of an old mailbox into the desk."`
	User      userCmd      `cmd:"" help:"Add, list and switch off the people who work in the desk."`
	Token     tokenCmd     `cmd:"" help:"Make, list and revoke the API tokens of programs."`
	Oncall    oncallCmd    `cmd:"" help:"Say who is on call, or import schedules."`
	Clearance clearanceCmd `cmd:"" help:"Record, list and revoke who is cleared for a restricted desk."`
	Crm       crmCmd       `cmd:"" help:"Take customers over from a CRM: plan, read, apply."`
	Config    configCmd    `cmd:"" help:"Keep the desk's configuration as files: export, plan, apply, roll back."`

	Backup  backupCmd  `cmd:"" help:"Write a desk to one file, while it runs."`
	Restore restoreCmd `cmd:"" help:"Make a desk of a backup, on either engine."`
	Doctor  doctorCmd  `cmd:"" help:"Look a desk over and say what to do."`
	Bench   benchCmd   `cmd:"" help:"Measure the same work on SQLite and PostgreSQL."`
}

// env is what commands are given to run with.
type env struct {
	ctx context.Context
	app App
	io  IO
}

// open opens the desk of a place. Whoever may run the command may do everything in the desk.
func (e *env) open(p place) (context.Context, *Desk, error) {
	d, err := e.app.Open(e.ctx, p.place())
	return access.AsSystem(e.ctx, "cli"), d, err
}

// Exit statuses that fault.ExitCode does not give (sysexits.h).
const (
	exitVerdict  = 1 // the command worked, and its answer is no
	exitUsage    = 64
	exitSoftware = 70
	exitTempFail = 75
)

// answer is a result that is told by the exit status alone: what there is to say is said.
type answer struct{ status int }

func (a *answer) Error() string { return fmt.Sprint("exit status ", a.status) }

// errExit ends the parser after it has printed help.
var errExit = errors.New("exit")

// Run runs the command line and gives the exit status (sysexits.h).
func Run(ctx context.Context, args []string, app App, std IO) (code int) {
	defer func() {
		switch p := recover(); {
		case p == nil || p == any(errExit):
		case isPipe(args):
			fmt.Fprintln(std.Err, "daywatch: a fault of our own; the mail stays with the mail server:", p)
			code = exitTempFail
		default:
			panic(p)
		}
	}()
	if std.Now == nil {
		std.Now = time.Now
	}
	var g grammar
	parser, err := kong.New(&g, kong.Name("daywatch"), kong.Writers(std.Out, std.Err), kong.UsageOnError(),
		kong.Description("The support desk for support engineers. Start with `daywatch demo`, or `daywatch serve` for a desk of your own."),
		kong.Exit(func(c int) { code = c; panic(errExit) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(std.Err, "daywatch:", err)
		return exitSoftware
	}
	code = run(ctx, parser, args, app, std)
	if code != 0 && isPipe(args) {
		return exitTempFail
	}
	return code
}

func run(ctx context.Context, parser *kong.Kong, args []string, app App, std IO) int {
	k, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(std.Err, "daywatch: %v\nSee daywatch --help.\n", err)
		return exitUsage
	}
	err = k.Run(&env{ctx: ctx, app: app, io: std})
	var a *answer
	if errors.As(err, &a) {
		return a.status
	}
	if err != nil {
		fmt.Fprintln(std.Err, "daywatch:", explain(err))
	}
	var v *verdict
	if errors.As(err, &v) {
		return exitVerdict
	}
	return fault.ExitCode(err)
}

// explain is an error as someone at a terminal needs it: the sentence, and the cause that a browser would
// not be shown.
func explain(err error) string {
	if fault.KindOf(err) == fault.Internal {
		return err.Error()
	}
	sentence, field := fault.Public(err)
	if field != "" {
		sentence = field + ": " + sentence
	}
	var e *fault.Error
	if errors.As(err, &e) && e.Err != nil && e.Kind == fault.Unavailable {
		sentence += " (" + e.Err.Error() + ")"
	}
	return sentence
}
