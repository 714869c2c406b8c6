package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"text/tabwriter"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/sheet"
)

type crmCmd struct {
	Import crmImportCmd `cmd:"" help:"Make a plan of what Salesforce or a file has. Nothing changes yet."`
	Plan   crmPlanCmd   `cmd:"" help:"Show a plan, and go on making it where it was broken off."`
	Apply  crmApplyCmd  `cmd:"" help:"Apply a plan, and go on where it was broken off."`
	Status crmStatusCmd `cmd:"" default:"withargs" help:"List the newest runs. This is what crm does by itself."`
}

// Help explains the command.
func (crmCmd) Help() string {
	return `Customers are taken over in stages: fetch, map, compare, apply. Each is kept in the desk, so that a command that is ended
goes on where it stood, also while the desk runs.

Examples:
  daywatch crm import
  daywatch crm import customers.csv --column "id=Konto-Nr"
  daywatch crm plan 7 --kind changed
  daywatch crm plan 7 --csv > plan.csv
  daywatch crm apply 7`
}

type crmImportCmd struct {
	place
	File     string            `arg:"" optional:"" help:"A CSV or JSON file; - is standard input. Without one Salesforce is asked." placeholder:"FILE"`
	Column   map[string]string `help:"Which column of the file holds one of our fields, where its name does not say so." placeholder:"OURS=THEIRS"`
	Complete bool              `help:"The file has all customers: who is missing is marked for deletion."`
}

// Run makes a plan, and tells what it comes to.
func (c crmImportCmd) Run(e *env) error {
	var data []byte
	if c.File != "" {
		var err error
		if data, err = readAccounts(e.io.In, c.File); err != nil {
			return err
		}
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	var r crm.Run
	if c.File == "" {
		r, err = d.CRM.Start(ctx)
	} else {
		r, err = d.CRM.StartFile(ctx, crm.File{Name: filepath.Base(c.File), Data: data, Columns: c.Column, Complete: c.Complete})
	}
	if err != nil {
		return err
	}
	return e.drive(d, r.ID)
}

func readAccounts(in io.Reader, name string) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fault.Wrap(fault.NotFound, err, "%s cannot be read", name)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, crm.MostBytes+1))
	return data, fault.Wrap(fault.Unavailable, err, "%s cannot be read to its end", name)
}

// drive works at a run until it waits for somebody, and tells what it comes to.
func (e *env) drive(d *Desk, id int64) error {
	ctx := access.AsSystem(e.ctx, "cli")
	shown := newProgress(e.io, 0)
	r, err := d.CRM.Drive(ctx, id, func(r crm.Run) { shown.say(crmProgress(r)) })
	shown.end()
	if err != nil {
		return err
	}
	if r.Stopped {
		return fault.New(fault.Invalid, "Run %d stopped: %s. Mend that, then: daywatch crm plan %d", r.ID, r.Said, r.ID)
	}
	return printRun(e.io.Out, r)
}

func crmProgress(r crm.Run) string {
	p := r.Progress
	text := ""
	switch r.State {
	case crm.Fetching:
		text = fmt.Sprintf("fetched %d accounts, %d subscriptions, %d contacts", p.Fetched[crm.Accounts], p.Fetched[crm.Subscriptions], p.Fetched[crm.Contacts])
	case crm.Meaning:
		text = fmt.Sprintf("mapped %d of %d accounts", p.Mapped, p.Accounts)
	case crm.Comparing:
		text = fmt.Sprintf("compared %d of %d accounts", p.Compared, p.Accounts)
	case crm.Applying:
		text = fmt.Sprintf("applied %d of %d organizations", p.Applied, p.ToApply)
	default:
		return ""
	}
	if r.Said != "" {
		text += "; " + r.Said
	}
	return text
}

// printRun tells what a plan comes to, and what to do next.
func printRun(out io.Writer, r crm.Run) error {
	p := r.Progress
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "run %d\t%s\t%s\n", r.ID, printable(r.Origin), r.State)
	for _, k := range crm.Kinds() {
		fmt.Fprintf(w, "%s\t%d\t\n", k, p.Kinds[k])
	}
	fmt.Fprintf(w, "without contacts\t%d\t\n", p.Lonely)
	fmt.Fprintf(w, "contacts gone\t%d\t\n", p.Gone)
	if err := w.Flush(); err != nil {
		return err
	}
	for _, column := range p.Ignored {
		fmt.Fprintf(out, "the column %s was not used\n", printable(column))
	}
	switch {
	case r.State == crm.Done && p.ToApply == 0:
		fmt.Fprintln(out, "Nothing to apply.")
	case r.State == crm.Done:
		fmt.Fprintf(out, "Applied %d of %d; %d changed meanwhile, %d refused.\n", p.Applied, p.ToApply, p.Conflict, p.Failed)
	case p.Guarded:
		fmt.Fprintf(out, "The guard stopped this plan. If it is right: daywatch crm apply %d --confirm %q\n", r.ID, p.Loss.Words())
	case r.State == crm.Planned:
		fmt.Fprintf(out, "Read it: daywatch crm plan %d. Then: daywatch crm apply %d\n", r.ID, r.ID)
	}
	return nil
}

type crmPlanCmd struct {
	place
	Number int64  `arg:"" name:"run" help:"The run." placeholder:"RUN"`
	Kind   string `help:"Only what becomes: new, changed, vanished, ambiguous, skipped or unchanged." placeholder:"KIND"`
	CSV    bool   `name:"csv" help:"As CSV, one line for each change."`
}

// Run shows a plan. One that stopped is taken up first.
func (c crmPlanCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.CRM.Run(ctx, c.Number)
	if err != nil {
		return err
	}
	if r.Stopped {
		if err := d.CRM.Resume(ctx, c.Number); err != nil {
			return err
		}
	}
	if r.Stopped || r.Busy {
		if err := e.drive(d, c.Number); err != nil {
			return err
		}
	}
	f := crm.Filter{Kind: crm.Kind(c.Kind), Most: 1000}
	out := sheet.NewWriter(e.io.Out)
	if c.CSV {
		_ = out.Write("account", "name", "kind", "reason", "field", "from", "to", "held", "state", "note") // Flush tells
	}
	for {
		all, err := d.CRM.Lines(ctx, c.Number, f)
		if err != nil {
			return err
		}
		for _, l := range all {
			if c.CSV {
				for _, cells := range l.Cells() {
					_ = out.Write(cells...)
				}
			} else if c.Kind != "" || l.Kind != crm.Unchanged && l.Kind != crm.Skipped {
				printChanges(e.io.Out, l)
			}
		}
		if len(all) < f.Most {
			return out.Flush()
		}
		f.After = all[len(all)-1].ID
	}
}

func printChanges(out io.Writer, l crm.Line) {
	fmt.Fprintf(out, "%s %s (%s)", l.Kind, printable(l.Name), printable(l.AccountID))
	if l.Reason != "" {
		fmt.Fprintf(out, ": %s", l.Reason)
	}
	fmt.Fprintln(out)
	for _, c := range l.Changes {
		held := ""
		if c.Held {
			held = "  (held by override)"
		}
		fmt.Fprintf(out, "  %s: %s -> %s%s\n", c.Field, quoted(c.From), quoted(c.To), held)
	}
	for _, n := range l.Notes {
		fmt.Fprintf(out, "  note: %s %s %s\n", n.Word, printable(n.Value), printable(n.Other))
	}
	if l.Said != "" {
		fmt.Fprintf(out, "  %s: %s\n", l.State, printable(l.Said))
	}
}

func quoted(text string) string {
	if text == "" {
		return "nothing"
	}
	return strconv.Quote(text)
}

type crmApplyCmd struct {
	place
	Number  int64  `arg:"" name:"run" help:"The run." placeholder:"RUN"`
	Confirm string `help:"The figures of a plan that the guard stopped, in words." placeholder:"WORDS"`
}

// Run applies a plan.
func (c crmApplyCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.CRM.Run(ctx, c.Number)
	if err != nil {
		return err
	}
	switch {
	case r.State == crm.Applying && r.Stopped:
		err = d.CRM.Resume(ctx, c.Number)
	case r.State != crm.Applying:
		err = d.CRM.Apply(ctx, c.Number, c.Confirm)
	}
	if err != nil {
		return err
	}
	return e.drive(d, c.Number)
}

type crmStatusCmd struct {
	place
}

// Run lists the newest runs.
func (c crmStatusCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.CRM.Runs(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(e.io.Out, "No customer was taken over yet. Begin with: daywatch crm import FILE")
		return err
	}
	w := tabwriter.NewWriter(e.io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RUN\tFROM\tBEGUN\tSTATE\tACCOUNTS\tNEW\tCHANGED\tVANISHED\tAPPLIED")
	for _, r := range all {
		state := string(r.State)
		if r.Stopped {
			state += ", stopped: " + printable(r.Said)
		}
		p := r.Progress
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\n", r.ID, printable(r.Origin), r.CreatedAt.Format(stamp), state, p.Accounts,
			p.Kinds[crm.Added], p.Kinds[crm.Changed], p.Kinds[crm.Vanished], p.Applied)
	}
	return w.Flush()
}
