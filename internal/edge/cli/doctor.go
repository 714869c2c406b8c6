package cli

import (
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

type doctorCmd struct {
	Desk doctorDeskCmd `cmd:"" default:"withargs" help:"Look a desk over and say what to do (the default)."`
	Time doctorTimeCmd `cmd:"" help:"Check times against files of test vectors: business hours, rotations, cadence. Needs no desk."`
}

// Help explains the command.
func (doctorCmd) Help() string {
	return doctorDeskCmd{}.Help() + "\n  daywatch doctor time vectors.json"
}

type doctorDeskCmd struct {
	place
	JSON bool `name:"json" help:"Print the findings as JSON."`
}

// Help explains the command.
func (doctorDeskCmd) Help() string {
	return `It reads and changes nothing. Every line is ok, warn or bad; the exit status is 1 when one is bad. It may run
beside the desk, and from cron.

Example:
  daywatch doctor --data /var/lib/daywatch`
}

// Run prints the findings.
func (c doctorDeskCmd) Run(e *env) error {
	findings := e.app.Examine(e.ctx, c.place.place())
	bad := 0
	for _, f := range findings {
		if f.Level == Bad {
			bad++
		}
	}
	if c.JSON {
		if err := writeJSON(e.io.Out, findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Fprintf(e.io.Out, "%-5s %-12s %s\n", f.Level, f.Name, printable(f.Text))
			if f.Do != "" {
				fmt.Fprintf(e.io.Out, "%19s→ %s\n", "", f.Do)
			}
		}
	}
	if bad > 0 {
		return &verdict{fault.New(fault.Invalid, "%d of %d checks are bad", bad, len(findings))}
	}
	return nil
}

// verdict is a failure that is the command's answer: it has the exit status of grep and diff, not of a fault.
type verdict struct{ error }

// Unwrap gives the error that it stands for.
func (v *verdict) Unwrap() error { return v.error }
