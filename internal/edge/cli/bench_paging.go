package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// BenchPaging is how long an alert takes until the first attempt to reach somebody begins.
type BenchPaging struct {
	Alerts int      `json:"alerts"`
	Calm   Lateness `json:"one_after_another"`
	Burst  Lateness `json:"all_at_once"`
}

// Lateness is how long something took, in milliseconds.
type Lateness struct {
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
	Max float64 `json:"max_ms"`
}

// String is the median, the 99th of a hundred and the worst.
func (l Lateness) String() string {
	return short(l.P50) + " / " + short(l.P99) + " / " + short(l.Max)
}

// printPaging writes what was measured of paging below the table.
func (r BenchReport) printPaging(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	for i, e := range r.Engines {
		if e.Paging == nil {
			continue
		}
		if i == 0 || r.Engines[0].Paging == nil {
			fmt.Fprintln(w, "\nFrom an alert to the attempt, ms: median / 99 of 100 / worst\t")
			fmt.Fprintln(w, "engine\talerts\tone after another\tall at once\t")
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t\n", e.Engine, e.Paging.Alerts, e.Paging.Calm, e.Paging.Burst)
	}
	return w.Flush()
}
