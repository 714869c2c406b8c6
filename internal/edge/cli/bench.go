package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

type benchCmd struct {
	place
	Engine   []db.Engine `help:"The engines to measure." default:"sqlite,postgres" enum:"sqlite,postgres" placeholder:"ENGINE,…"`
	Tickets  []string    `help:"How many tickets the desks hold." default:"10000,100000" placeholder:"N,…"`
	Postgres string      `help:"A PostgreSQL to measure on: the URL of a role that may make databases. Otherwise one is started for the time." placeholder:"URL"`
	Dir      string      `help:"A folder on the disk to measure. Otherwise the system's temporary one." placeholder:"DIR" type:"path"`
	JSON     string      `name:"json" help:"Write the numbers to a file, too; - writes them instead of the table." placeholder:"FILE" type:"path"`
	Only     []string    `help:"What to measure: mail, pages, clocks, rotations, paging, status." default:"mail,pages,clocks,rotations,paging,status" enum:"mail,pages,clocks,rotations,paging,status" placeholder:"PART,…"`
	Quick    bool        `help:"Few rounds on a small desk: to see that it works, not how fast."`
}

// Help explains the command.
func (benchCmd) Help() string {
	return `The same work on SQLite and on PostgreSQL, in made-up desks that are thrown away: no desk of yours is touched.
Mail comes by LMTP over real connections and is on disk before it is acknowledged; beside it stands how fast the
same engine commits bare rows of the same bytes from the same number of writers: each row in a commit of its own,
and sharing commits as intake does on SQLite (PostgreSQL shares them by itself). Pages are asked of the real
handlers by a signed-in administrator.

Examples:
  daywatch bench --json bench.json
  daywatch bench --engine sqlite --tickets 10000 --quick
  daywatch bench --only clocks`
}

// Run measures and prints.
func (c benchCmd) Run(e *env) error {
	o := BenchOptions{Engines: c.Engine, Postgres: c.Postgres, Dir: c.Dir, Only: c.Only, Quick: c.Quick,
		Say: func(text string) { fmt.Fprintln(e.io.Err, text) }}
	for _, s := range c.Tickets {
		n, err := strconv.Atoi(s)
		if err != nil || n < 100 || n > 10_000_000 {
			return fault.Field("tickets", "%q is no number of tickets between 100 and 10,000,000", s)
		}
		o.Tickets = append(o.Tickets, n)
	}
	report, err := e.app.Bench(e.ctx, o)
	if err != nil {
		return err
	}
	if c.JSON == "-" {
		return writeJSON(e.io.Out, report)
	}
	if err := report.print(e.io.Out); err != nil || c.JSON == "" {
		return err
	}
	f, err := os.Create(c.JSON)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s cannot be written", c.JSON)
	}
	defer f.Close()
	return writeJSON(f, report)
}

// BenchOptions say what to measure.
type BenchOptions struct {
	Engines  []db.Engine
	Tickets  []int
	Postgres string   // URL; empty: start one
	Dir      string   // where desks are made; empty: the system's temporary folder
	Only     []string // mail, pages, clocks, rotations, paging, status
	Quick    bool
	Say      func(text string) // hears what is being done
}

// BenchReport is what was measured. Its JSON is an interface: numbers of different days are compared.
type BenchReport struct {
	System    string          `json:"system"`
	Quick     bool            `json:"quick"`
	Engines   []BenchEngine   `json:"engines"`
	Due       []BenchDue      `json:"due_times,omitempty"`
	Rotations *BenchRotations `json:"rotations,omitempty"`
}

// BenchEngine are the numbers of one engine.
type BenchEngine struct {
	Engine db.Engine    `json:"engine"`
	Absent string       `json:"absent,omitempty"` // why it was not measured
	Intake BenchIntake  `json:"intake"`
	Desks  []BenchDesk  `json:"desks"`
	Clocks *BenchClocks `json:"clocks,omitempty"`
	Paging *BenchPaging `json:"paging,omitempty"`
	Status *BenchStatus `json:"status,omitempty"`
}

// BenchIntake is how fast mail becomes durable.
type BenchIntake struct {
	Mails     int     `json:"mails"`
	Bytes     int     `json:"bytes"` // of each
	Writers   int     `json:"writers"`
	PerSecond float64 `json:"per_second"`
	BareRows  float64 `json:"bare_rows_per_second"`   // each in a commit of its own
	Ratio     float64 `json:"ratio"`                  // of the two
	Shared    float64 `json:"shared_rows_per_second"` // bare rows that share commits, as intake's do
	OfShared  float64 `json:"ratio_of_shared"`
	Filed     float64 `json:"filed_per_second"`
	Ack       Latency `json:"ack"` // from MAIL to the answer after the dot
}

// BenchDesk are the numbers of a desk of one size.
type BenchDesk struct {
	Tickets   int         `json:"tickets"`
	Steps     []BenchStep `json:"steps"`
	ColdStart float64     `json:"cold_start_ms"` // from the start of the process to /healthz
	IdleMB    float64     `json:"idle_mb"`       // resident memory of the process, without PostgreSQL's own
}

// BenchStep is one kind of request.
type BenchStep struct {
	Name  string `json:"name"`
	Found int    `json:"found,omitempty"` // tickets a search found, to compare the engines by
	Latency
}

// Latency is how long requests took, in milliseconds.
type Latency struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
}

// print writes the table: a line per thing, a column per engine and size.
func (r BenchReport) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, r.System)
	for _, e := range r.Engines {
		if e.Absent != "" {
			fmt.Fprintf(out, "%s was not measured: %s\n", e.Engine, e.Absent)
		}
	}
	row := func(name string, cell func(e BenchEngine, d BenchDesk) string) {
		fmt.Fprint(w, name, "\t")
		for _, e := range r.Engines {
			for _, d := range e.Desks {
				fmt.Fprint(w, cell(e, d), "\t")
			}
			if len(e.Desks) == 0 && e.Absent == "" { // measured without pages
				fmt.Fprint(w, cell(e, BenchDesk{}), "\t")
			}
		}
		fmt.Fprintln(w)
	}
	row("", func(e BenchEngine, _ BenchDesk) string { return string(e.Engine) })
	if slices.ContainsFunc(r.Engines, func(e BenchEngine) bool { return e.Intake.Mails > 0 }) {
		intakeRows(row)
	}
	if len(r.steps()) > 0 {
		row("tickets", func(_ BenchEngine, d BenchDesk) string { return strconv.Itoa(d.Tickets) })
		for i, step := range r.steps() {
			row(step+", ms", func(_ BenchEngine, d BenchDesk) string { return d.Steps[i].Latency.String() })
		}
		row("cold start, ms", func(_ BenchEngine, d BenchDesk) string { return fmt.Sprintf("%.0f", d.ColdStart) })
		row("idle memory, MB", func(_ BenchEngine, d BenchDesk) string { return fmt.Sprintf("%.0f", d.IdleMB) })
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return errors.Join(r.printClocks(out), r.printRotations(out), r.printPaging(out), r.printStatus(out))
}

func intakeRows(row func(name string, cell func(e BenchEngine, d BenchDesk) string)) {
	whole := func(n float64) string { return fmt.Sprintf("%.0f", n) }
	row("mail by LMTP, per second", func(e BenchEngine, _ BenchDesk) string { return whole(e.Intake.PerSecond) })
	row("bare rows, a commit each, per second", func(e BenchEngine, _ BenchDesk) string { return whole(e.Intake.BareRows) })
	row("mails for each such row", func(e BenchEngine, _ BenchDesk) string { return fmt.Sprintf("%.2f", e.Intake.Ratio) })
	row("bare rows, sharing commits, per second", func(e BenchEngine, _ BenchDesk) string { return whole(e.Intake.Shared) })
	row("mails for each such row", func(e BenchEngine, _ BenchDesk) string { return fmt.Sprintf("%.2f", e.Intake.OfShared) })
	row("mail to ticket, per second", func(e BenchEngine, _ BenchDesk) string { return whole(e.Intake.Filed) })
	row("LMTP answer, ms", func(e BenchEngine, _ BenchDesk) string { return e.Intake.Ack.String() })
}

// String is the median and the 95th of a hundred.
func (l Latency) String() string { return strings.Join([]string{short(l.P50), short(l.P95)}, " / ") }

func short(ms float64) string {
	if ms < 10 {
		return strconv.FormatFloat(ms, 'f', 1, 64)
	}
	return strconv.FormatFloat(ms, 'f', 0, 64)
}

// steps names the requests, which are the same for every desk.
func (r BenchReport) steps() (names []string) {
	for _, e := range r.Engines {
		if len(e.Desks) == 0 {
			continue
		}
		for _, s := range e.Desks[0].Steps {
			names = append(names, s.Name)
		}
		break
	}
	return names
}
