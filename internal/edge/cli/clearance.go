package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

type clearanceCmd struct {
	Record clearanceRecordCmd `cmd:"" help:"Record that somebody verified a fact about a member of the team."`
	List   clearanceListCmd   `cmd:"" help:"List all clearances, and what they are worth now."`
	Revoke clearanceRevokeCmd `cmd:"" help:"End a clearance at once."`
}

// Help explains the command.
func (clearanceCmd) Help() string {
	return `A restricted desk lets nobody of the team in without a clearance. Its first administrator is made by the setup link and
waits outside until somebody records, here on the machine, who looked at which kind of proof. No copy of a document is
kept, and no number of one.

Examples:
  daywatch clearance record eve@example.gov --desk Government --verifier "Pat Officer" --verified-on 2026-11-20 --proof "Passport seen"
  daywatch clearance list --desk Government
  daywatch clearance revoke 3 --desk Government --why "the certificate was withdrawn"`
}

type clearanceRecordCmd struct {
	place
	Person     string `arg:"" help:"The mail address of the member of the team."`
	Verifier   string `help:"The name of who looked at the proof; not the person." required:"" placeholder:"NAME"`
	VerifiedOn string `name:"verified-on" help:"On which day." required:"" placeholder:"DAY"`
	Proof      string `help:"What kind of proof it was, one of the desk's list." required:"" placeholder:"KIND"`
	Fact       string `help:"What was verified; what the desk's door asks for where it is missing." placeholder:"FACT"`
	LastDay    string `name:"last-day" help:"The last day on which it counts; without an end where it is missing." placeholder:"DAY"`
}

// Run records a clearance.
func (c clearanceRecordCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	u, err := d.People.ByAddress(ctx, d.DB.Read(), c.Person)
	if err != nil {
		return err
	}
	r, err := d.Clearances.Record(ctx, clearance.Verification{PersonID: u.ID, Fact: c.Fact, Verifier: c.Verifier, VerifiedOn: c.VerifiedOn,
		Proof: c.Proof, LastDay: c.LastDay})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.io.Out, "Clearance %d: %s of %s, verified by %s on %s (%s).\n", r.ID, printable(r.Fact), printable(r.Person),
		printable(r.Verifier), r.VerifiedOn, printable(r.Proof))
	return err
}

type clearanceListCmd struct{ place }

// Run lists the clearances.
func (c clearanceListCmd) Run(e *env) error {
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Clearances.Records(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(e.io.Out, "No clearance is recorded. Record one with: daywatch clearance record --help")
		return err
	}
	now := d.DB.Now(ctx)
	w := tabwriter.NewWriter(e.io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tPERSON\tFACT\tNOW\tVERIFIED BY\tON\tPROOF\tLAST DAY")
	for _, r := range all {
		last := "none"
		if !r.ValidUntil.IsZero() {
			last = r.LastDay().String()
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, printable(r.Person), printable(r.Fact), r.State(now),
			printable(r.Verifier), r.VerifiedOn, printable(r.Proof), last)
	}
	return w.Flush()
}

type clearanceRevokeCmd struct {
	place
	ID  int64  `arg:"" help:"Its number, as clearance list shows it."`
	Why string `help:"The reason, in words." required:"" placeholder:"TEXT"`
}

// Run ends a clearance.
func (c clearanceRevokeCmd) Run(e *env) error {
	if c.ID <= 0 {
		return fault.Field("id", "%d is no number of a clearance. daywatch clearance list shows them", c.ID)
	}
	ctx, d, err := e.open(c.place)
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.Clearances.Revoke(ctx, c.ID, c.Why)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.io.Out, "Clearance %d of %s is revoked.\n", r.ID, printable(r.Person))
	return err
}
