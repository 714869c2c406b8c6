package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/oncallapi"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

type oncallCmd struct {
	Who    oncallWhoCmd    `cmd:"" default:"withargs" help:"Say who is on call, for what, until when. This is what oncall does by itself."`
	Import oncallImportCmd `cmd:"" help:"Make schedules of PagerDuty's JSON or of an iCalendar file."`
}

// Help explains the command.
func (oncallCmd) Help() string {
	return `Examples:
  daywatch oncall
  daywatch oncall --schedule "Customer emergencies" --at 2026-12-24T22:00:00+01:00
  daywatch oncall --json | jq '.schedules[] | select(.covered | not).title'
  daywatch oncall import schedule.json

The same answer is served as JSON under /api/v2/on_call, to whoever has a token with the scope on_call:read.`
}

type oncallWhoCmd struct {
	place
	At       string `help:"At which instant, as RFC 3339 writes it; now where it is missing." placeholder:"TIME"`
	Schedule string `help:"Of which schedule: its title or number. All where it is missing." placeholder:"TITLE"`
	JSON     bool   `name:"json" help:"Print one JSON object, as /api/v2/on_call answers it."`
}

// Run prints who is on call.
func (c oncallWhoCmd) Run(e *env) error {
	at, err := oncallapi.ParseAt(c.At)
	if err != nil {
		return err
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	report, err := oncallapi.Ask(ctx,
		oncallapi.Deps{OnCall: d.OnCall, Now: d.DB.Now, Named: func(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
			return d.People.Named(ctx, d.DB.Read(), ids...)
		}}, oncallapi.Question{At: at, Schedule: c.Schedule})
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(e.io.Out, report)
	}
	return printOnCall(e.io.Out, report)
}

func printOnCall(out io.Writer, r oncallapi.Report) error {
	if len(r.Schedules) == 0 {
		_, err := fmt.Fprintln(out, "This desk has no schedule yet. Make one in the pages, under On-call, or with: daywatch oncall import FILE")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "SCHEDULE\tON CALL AT %s\tASKED\tUNTIL\n", r.At.Format(stamp))
	for _, s := range r.Schedules {
		if !s.Covered {
			fmt.Fprintf(w, "%s\tnobody\t\t\n", printable(s.Title))
		}
		for _, d := range s.OnCall {
			asked := fmt.Sprintf("%d.", d.Position)
			if d.Shadow {
				asked = "shadow"
			}
			fmt.Fprintf(w, "%s\t%s <%s>\t%s\t%s\n", printable(s.Title), printable(d.User.Name), d.User.Email, asked, until(d.Until))
		}
	}
	return w.Flush()
}

func until(t time.Time) string {
	if t.IsZero() {
		return "open end"
	}
	return t.UTC().Format(stamp)
}

type oncallImportCmd struct {
	place
	File string `arg:"" help:"The file; - is standard input." placeholder:"FILE"`
}

// mostImport bounds a file of schedules: PagerDuty's of a large company is some hundred kilobytes.
const mostImport = 16 << 20

// Run makes the schedules. One that cannot stand is told, and the exit status is that of bad input; the others stay.
func (c oncallImportCmd) Run(e *env) error {
	data, err := readImportFile(e.io.In, c.File)
	if err != nil {
		return err
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.OnCall.Import(ctx, filepath.Base(c.File), data)
	if err != nil {
		return err
	}
	failed := 0
	for _, i := range all {
		if i.Failed != "" {
			failed++
			fmt.Fprintf(e.io.Out, "%s: not taken over: %s\n", printable(i.Schedule.Title), printable(i.Failed))
		} else {
			fmt.Fprintf(e.io.Out, "%s: taken over, with %d layers and %d overrides\n", printable(i.Schedule.Title), len(i.Schedule.Layers), i.Overrides)
		}
		for _, note := range i.Notes {
			fmt.Fprintf(e.io.Out, "  %s\n", printable(note))
		}
	}
	if failed > 0 {
		return fault.New(fault.Invalid, "%d of %d schedules were not taken over", failed, len(all))
	}
	return nil
}

func readImportFile(in io.Reader, name string) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fault.Wrap(fault.NotFound, err, "%s cannot be read", name)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, mostImport+1))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "%s cannot be read to its end", name)
	}
	if len(data) > mostImport {
		return nil, fault.New(fault.TooLarge, "%s is larger than the %d MiB that are taken", name, mostImport>>20)
	}
	return data, nil
}

// Help explains the command.
func (oncallImportCmd) Help() string {
	return `Takes PagerDuty's JSON of a schedule (GET /schedules/ID, or several in a list) or an iCalendar file of shifts. People are
found by their mail addresses, else by their names. What could not be taken over as it stood is told below each schedule.

Example:
  daywatch oncall import schedule.json`
}
