package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// BenchStatus is how long it takes until a mail server has a published word for every subscriber of the status page.
type BenchStatus struct {
	Subscribers int     `json:"subscribers"`
	Seconds     float64 `json:"seconds"`
	PerSecond   float64 `json:"per_second"`
	Page        Latency `json:"public_page"` // asked meanwhile
}

// printStatus writes what was measured of the status page below the table.
func (r BenchReport) printStatus(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	first := true
	for _, e := range r.Engines {
		if e.Status == nil {
			continue
		}
		if first {
			fmt.Fprintln(w, "\nA word to all subscribers, by SMTP\t")
			fmt.Fprintln(w, "engine\tsubscribers\tuntil all were told, s\ta second\tpublic page meanwhile, ms\t")
			first = false
		}
		fmt.Fprintf(w, "%s\t%d\t%.0f\t%.0f\t%s\t\n", e.Engine, e.Status.Subscribers, e.Status.Seconds, e.Status.PerSecond, e.Status.Page)
	}
	return w.Flush()
}
