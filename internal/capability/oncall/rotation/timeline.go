package rotation

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Longest is how much of a schedule is worked out at once.
const Longest = 10 * 366 * 24 * time.Hour

// Timeline says who is on from one instant to another: segments in UTC that follow on one another without a hole and
// without an equal neighbour; those with nobody are gaps. It is empty when until is not after from. Instants within a second
// count from its end. The error is a *fault.Error that names the field.
func (s Schedule) Timeline(from, until time.Time) ([]Segment, error) {
	r, err := Compile(s)
	if err != nil {
		return nil, err
	}
	return r.Timeline(from, until)
}

// Timeline is Schedule.Timeline.
func (r *Rota) Timeline(from, until time.Time) ([]Segment, error) {
	if until.Sub(from) > Longest {
		return nil, fault.Field("until", "From %s to %s is too long. Ask for %d years at most.", from.Format(time.DateOnly),
			until.Format(time.DateOnly), int(Longest/(366*24*time.Hour)))
	}
	return r.segments(ceil(from), ceil(until)), nil
}

// segments sweeps over the edges of all layers and overrides.
func (r *Rota) segments(from, to int64) (all []Segment) {
	if from >= to {
		return nil
	}
	cuts := []int64{from, to}
	duties := make([][]stretch, len(r.layers))
	for i, l := range r.layers {
		duties[i] = l.duty(from, to)
		for _, d := range duties[i] {
			cuts = append(cuts, d.from, d.to)
		}
	}
	over := r.overriding(from, to)
	for _, o := range over {
		cuts = append(cuts, max(from, o.bounds.from), min(to, o.bounds.to))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i, at := range cuts[:len(cuts)-1] {
		for n, d := range duties {
			for len(d) > 0 && d[0].to <= at {
				d = d[1:]
			}
			duties[n] = d
		}
		all = appended(all, r.segment(at, cuts[i+1], duties, over))
	}
	return all
}

// segment says who is on where no edge is.
func (r *Rota) segment(from, to int64, duties [][]stretch, over []override) Segment {
	s := Segment{From: time.Unix(from, 0).UTC(), Until: time.Unix(to, 0).UTC()}
	for n := len(duties) - 1; n >= 0; n-- {
		d := duties[n]
		switch {
		case len(d) == 0 || d[0].from > from:
		case r.layers[n].shadow:
			if !slices.Contains(s.Shadows, d[0].user) {
				s.Shadows = append(s.Shadows, d[0].user)
			}
		case r.schedule.Mode == Union || len(s.Users) == 0:
			s.put(d[0].user, n)
		}
	}
	for _, o := range over {
		if o.bounds.from <= from && from < o.bounds.to {
			o.change(&s)
		}
	}
	return s
}

// appended adds a segment, or lengthens the last when it says the same.
func appended(all []Segment, s Segment) []Segment {
	if n := len(all); n > 0 && all[n-1].same(s) {
		all[n-1].Until = s.Until
		return all
	}
	return append(all, s)
}

func (s Segment) same(t Segment) bool {
	return slices.Equal(s.Users, t.Users) && slices.Equal(s.Layers, t.Layers) && slices.Equal(s.Shadows, t.Shadows)
}

// put has somebody on for a layer, unless they are already.
func (s *Segment) put(user int64, layer int) {
	if !slices.Contains(s.Users, user) {
		s.Users, s.Layers = append(s.Users, user), append(s.Layers, layer)
	}
}
