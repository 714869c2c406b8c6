package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

type configCmd struct {
	Export   configExportCmd   `cmd:"" help:"Write the desk's configuration into a folder of files."`
	Plan     configPlanCmd     `cmd:"" help:"Show what applying the files would change, and what is wrong with them."`
	Apply    configApplyCmd    `cmd:"" help:"Make the desk what the files say, all at once or not at all."`
	Rollback configRollbackCmd `cmd:"" help:"Make what the last apply changed what it was before."`
}

// Help explains the command.
func (configCmd) Help() string {
	return `One YAML file for each calendar, policy, view, person and so on, in a folder for each kind, with names instead of
numbers: to be kept in git, reviewed, and applied to the desk while it runs.

Examples:
  daywatch config export desk-config --data /var/lib/daywatch
  daywatch config plan desk-config --data /var/lib/daywatch
  daywatch config apply desk-config --data /var/lib/daywatch --by ana@example.com --approved-by ben@example.com
  daywatch config rollback --data /var/lib/daywatch`
}

// Configuration is a desk's configuration as files.
type Configuration interface {
	// Export writes it into a folder.
	Export(ctx context.Context, dir string, o ConfigExportOptions) (ConfigExport, error)
	// Plan tells what a folder would change.
	Plan(ctx context.Context, dir string, prune bool) (ConfigPlan, error)
	// Apply makes the desk what a folder says.
	Apply(ctx context.Context, o ConfigOptions) (ConfigResult, error)
	// Rollback undoes a revision and those after it; 0 is the newest. With a Dir its files follow.
	Rollback(ctx context.Context, revision int64, o ConfigOptions) (ConfigResult, error)
}

// ConfigExportOptions say what an export writes and removes.
type ConfigExportOptions struct {
	Prune         bool // files about what the desk does not have
	Organizations bool // a file for every organization with more than a name
}

// ConfigExport counts what an export wrote.
type ConfigExport struct {
	Objects int
	Written []string // files
	Stale   []string // files about what the desk does not have
}

// ConfigPlan is what applying files changes.
type ConfigPlan interface {
	Print(w io.Writer) error
	Empty() bool
}

// ConfigOptions say how files are applied.
type ConfigOptions struct {
	Dir            string
	Prune          bool
	By, ApprovedBy string // addresses; empty: nobody
}

// ConfigResult is what was done.
type ConfigResult struct {
	Plan     ConfigPlan
	Revision int64 // 0: nothing changed
}

type configExportCmd struct {
	place
	Dir   string `arg:"" help:"The folder; it is made if missing." placeholder:"DIR"`
	Prune bool   `help:"Remove files about objects that the desk does not have."`
	All   bool   `name:"organizations" help:"Write a file for every organization that has more than a name, too."`
}

// Run writes the folder.
func (c configExportCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	x, err := d.Config.Export(ctx, c.Dir, ConfigExportOptions{Prune: c.Prune, Organizations: c.All})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.io.Out, "%d objects in %s: %d files written.\n", x.Objects, c.Dir, len(x.Written))
	for _, file := range x.Stale {
		if c.Prune {
			fmt.Fprintf(e.io.Out, "  removed %s: the desk has nothing of that name\n", file)
			continue
		}
		fmt.Fprintf(e.io.Out, "  %s is about something that the desk does not have; --prune removes it\n", file)
	}
	return nil
}

// Help explains the command.
func (configExportCmd) Help() string {
	return `Files that are there keep their names and comments, and those that say the same every byte. Passwords are never
written. Organizations are in files once you write one for them, or ask for all of them by --organizations.

Example:
  daywatch config export desk-config --data /var/lib/daywatch`
}

// exitChanges is the answer of a plan that would change something.
const exitChanges = 2

type configPlanCmd struct {
	place
	Dir   string `arg:"" help:"The folder of files." placeholder:"DIR"`
	Prune bool   `help:"Plan to delete what is not in the files, of the kinds that they have a folder for."`
	JSON  bool   `name:"json" help:"Print one JSON object."`
}

// Run prints the plan.
func (c configPlanCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	p, err := d.Config.Plan(ctx, c.Dir, c.Prune)
	if err != nil {
		return err
	}
	if c.JSON {
		err = writeJSON(e.io.Out, p)
	} else {
		err = p.Print(e.io.Out)
	}
	if err == nil && !p.Empty() {
		return &answer{exitChanges}
	}
	return err
}

// Help explains the command.
func (configPlanCmd) Help() string {
	return `Nothing is changed. Each change has its criticality, from C1 (high impact) to C4. The exit status is 0 when there is
nothing to do, 2 when there are changes, and 65 when the files are wrong: then every problem is listed with its file and line.

Example:
  daywatch config plan desk-config --data /var/lib/daywatch`
}

// hands are the flags of those who answer for a change.
type hands struct {
	By         string `help:"The address of whom this is done for." placeholder:"ADDRESS"`
	ApprovedBy string `help:"The address of the second approver, where the desk asks for one." placeholder:"ADDRESS"`
}

type configApplyCmd struct {
	place
	hands
	Dir   string `arg:"" help:"The folder of files." placeholder:"DIR"`
	Prune bool   `help:"Delete what is not in the files, of the kinds that they have a folder for."`
}

// Run applies the folder.
func (c configApplyCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.Config.Apply(ctx, ConfigOptions{Dir: c.Dir, Prune: c.Prune, By: c.By, ApprovedBy: c.ApprovedBy})
	if err != nil {
		return err
	}
	return r.print(e.io.Out, "Applied as revision")
}

func (r ConfigResult) print(w io.Writer, done string) error {
	if err := r.Plan.Print(w); err != nil || r.Revision == 0 {
		return err
	}
	_, err := fmt.Fprintf(w, "%s %d.\n", done, r.Revision)
	return err
}

// Help explains the command.
func (configApplyCmd) Help() string {
	return `The desk may run meanwhile: all changes are made in one transaction, and clocks, rules and pages follow. What is in the
desk and not in the files stays, unless --prune is given.

Example:
  daywatch config apply desk-config --data /var/lib/daywatch --by ana@example.com`
}

type configRollbackCmd struct {
	place
	hands
	What []string `arg:"" optional:"" name:"what" help:"The revision to go back before (the newest, if none is given), and a folder whose files are to follow." placeholder:"[DIR] [REVISION]"`
}

// Run rolls back.
func (c configRollbackCmd) Run(e *env) error {
	o := ConfigOptions{By: c.By, ApprovedBy: c.ApprovedBy}
	var revision int64
	for _, word := range c.What {
		if n, err := strconv.ParseInt(word, 10, 64); err == nil {
			revision = n
		} else {
			o.Dir = word
		}
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.Config.Rollback(ctx, revision, o)
	if err != nil {
		return err
	}
	return r.print(e.io.Out, "Rolled back as revision")
}

// Help explains the command.
func (configRollbackCmd) Help() string {
	return `What the revision and those after it changed becomes what it was before; everything else stays. A rollback is a revision
of its own, and can be rolled back. The files of a folder given follow, so that they and the desk agree.

Examples:
  daywatch config rollback --data /var/lib/daywatch
  daywatch config rollback desk-config 7 --data /var/lib/daywatch`
}
