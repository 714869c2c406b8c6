package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// BenchRotations is how fast it is said who is on call.
type BenchRotations struct {
	Rotations int     `json:"rotations"`
	Hours     int     `json:"hours"` // at which each is asked
	Asked     float64 `json:"per_second"`
	Counting  float64 `json:"counting_per_second"` // by adding turn after turn to the anchor
	Ratio     float64 `json:"ratio"`
	Year      float64 `json:"year_seconds"` // for the timelines of a year of all
}

// printRotations writes what was measured of rotations below the table.
func (r BenchReport) printRotations(out io.Writer) error {
	if r.Rotations == nil {
		return nil
	}
	fmt.Fprintln(out, "\nWho is on call, on one core")
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "rotations\thours of a year\tper second\tby counting turns\ttimes faster\ta year of all, s\t")
	fmt.Fprintf(w, "%d\t%d\t%.0f\t%.0f\t%.0f\t%.2f\t\n", r.Rotations.Rotations, r.Rotations.Hours, r.Rotations.Asked, r.Rotations.Counting,
		r.Rotations.Ratio, r.Rotations.Year)
	return w.Flush()
}
