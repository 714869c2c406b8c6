package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// BenchClocks are the numbers of an engine's clocks.
type BenchClocks struct {
	Tickets  int     `json:"tickets"`          // open ones, all with clocks
	First    float64 `json:"first_seconds"`    // until all of them had clocks
	Calendar float64 `json:"calendar_seconds"` // until all of them followed a change of their calendar
	Updates  Latency `json:"updates"`          // of an engineer meanwhile
	Timers   int     `json:"timers"`
	Over     float64 `json:"over_seconds"` // in which all timers were due
	Late50   float64 `json:"late_p50_ms"`
	Late99   float64 `json:"late_p99_ms"`
	LateMost float64 `json:"late_max_ms"`
}

// BenchDue is how fast due times are computed on one core, beside a walk from day to day.
type BenchDue struct {
	Years     int     `json:"years"` // of business time ahead
	PerSecond float64 `json:"per_second"`
	Walking   float64 `json:"walking_per_second"`
	Ratio     float64 `json:"ratio"`
	Allocated float64 `json:"allocations"` // for each
}

// printClocks writes what was measured of clocks below the table.
func (r BenchReport) printClocks(out io.Writer) error {
	if len(r.Due) == 0 {
		return nil
	}
	fmt.Fprintln(out, "\nDue times on one core")
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "years ahead\tper second\tby walking\ttimes faster\tallocations\t")
	for _, d := range r.Due {
		fmt.Fprintf(w, "%d\t%.0f\t%.0f\t%.0f\t%.0f\t\n", d.Years, d.PerSecond, d.Walking, d.Ratio, d.Allocated)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nClocks")
	fmt.Fprintln(w, "engine\topen tickets\tclocks for all, s\tfollow a calendar, s\tupdates meanwhile, ms\ttimers\tin, s\tlate p50, ms\tp99\tmost\t")
	for _, e := range r.Engines {
		if c := e.Clocks; c != nil {
			fmt.Fprintf(w, "%s\t%d\t%.0f\t%.0f\t%s\t%d\t%.0f\t%s\t%s\t%s\t\n", e.Engine, c.Tickets, c.First, c.Calendar, c.Updates, c.Timers, c.Over,
				short(c.Late50), short(c.Late99), short(c.LateMost))
		}
	}
	return w.Flush()
}
