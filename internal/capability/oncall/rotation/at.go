package rotation

import (
	"slices"
	"time"
)

// horizon is how far At looks for the edges of a segment, to either side.
const horizon = 366 * 24 * time.Hour

// At gives the segment that holds an instant, with its true edges; those more than a year away are given as a year away.
func (s Schedule) At(t time.Time) (Segment, error) {
	r, err := Compile(s)
	if err != nil {
		return Segment{}, err
	}
	return r.At(t), nil
}

// At is Schedule.At.
func (r *Rota) At(t time.Time) Segment {
	at := t.Unix()
	for reach := int64(8 * day); ; reach *= 4 {
		reach = min(reach, int64(horizon/time.Second))
		all := r.segments(at-reach, at+reach+1)
		i := slices.IndexFunc(all, func(s Segment) bool { return s.Until.Unix() > at })
		if i > 0 && i < len(all)-1 || reach == int64(horizon/time.Second) {
			return all[i]
		}
	}
}

// On gives who is on at an instant, in the order in which they are asked, and who goes along. It looks at nothing else,
// and so is the fastest question.
func (r *Rota) On(t time.Time) (users, shadows []int64) {
	at := t.Unix()
	duties := make([][]stretch, len(r.layers))
	for i, l := range r.layers {
		duties[i] = l.duty(at, at+1)
	}
	s := r.segment(at, at+1, duties, r.overriding(at, at+1))
	return s.Users, s.Shadows
}

// IndexAt gives the index of the turn at an instant, whether or not a window of the layer is open then. Turn 0 begins at
// the anchor. The error is a *fault.Error that names what of the layer is wrong.
func (l Layer) IndexAt(t time.Time) (int, error) {
	c, err := compileLayer(l, map[string]*time.Location{})
	if err != nil {
		return 0, err
	}
	return c.turns.index(newWall(c.zone, t.Unix(), t.Unix()), t.Unix()), nil
}
