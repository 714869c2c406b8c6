package rotation

import (
	"cmp"
	"slices"
	"time"
)

// Move is what a proposal does to a window.
type Move string

// The moves: the window starts Earlier, ends Later, or both its edges move Forward (to later) or Back.
const (
	Earlier Move = "earlier"
	Later   Move = "later"
	Forward Move = "forward"
	Back    Move = "back"
)

// Proposal is a way to close gaps: one window of one layer, otherwise.
type Proposal struct {
	Layer, Window int // indexes
	Move          Move
	By            time.Duration
	Was, Becomes  Window
	// First and Last bound the gaps that it closes, so that it can be made for just that season.
	First, Last   time.Time
	Closes        time.Duration // by how much there is less of gaps
	Before, After Effect        // over all the time that was looked at
}

// mostProposals is how many moves are tried.
const mostProposals = 40

// Proposals gives ways to close gaps between two instants, the best first: what closes most, then what keeps people most
// within their daytime, then what moves least. Each was tried: it closes gaps and opens none that outweigh them. zoneOf gives
// a person's zone; nil exempts them from the rule of daytime. The error is a *fault.Error.
func (s Schedule) Proposals(from, until time.Time, zoneOf func(user int64) *time.Location, day Daytime) ([]Proposal, error) {
	r, err := Compile(s)
	if err != nil {
		return nil, err
	}
	before, err := r.Effect(from, until, zoneOf, day)
	if err != nil || before.Gap == 0 {
		return nil, err
	}
	gaps := Gaps(r.segments(ceil(from), ceil(until)))
	var good []Proposal
	for _, p := range r.candidates(gaps) {
		tried, err := Compile(s.With(p))
		if err != nil {
			continue // a window that the move makes impossible
		}
		if p.After, err = tried.Effect(from, until, zoneOf, day); err != nil {
			return nil, err
		}
		p.Before, p.Closes = before, before.Gap-p.After.Gap
		left := Gaps(tried.segments(ceil(from), ceil(until)))
		if p.Closes > 0 && p.bound(gaps, left) {
			good = append(good, p)
		}
	}
	slices.SortStableFunc(good, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Closes, a.Closes), cmp.Compare(a.After.Outside, b.After.Outside), cmp.Compare(a.By, b.By))
	})
	return good, nil
}

// With gives the schedule with a proposal made, for good. The schedule itself stays as it is.
func (s Schedule) With(p Proposal) Schedule {
	s.Layers = slices.Clone(s.Layers)
	l := &s.Layers[p.Layer]
	l.Windows = slices.Clone(l.Windows)
	l.Windows[p.Window] = p.Becomes
	return s
}

// bound finds the first and the last gap that is not there any more.
func (p *Proposal) bound(gaps, left []Segment) bool {
	for _, g := range gaps {
		if slices.ContainsFunc(left, func(s Segment) bool { return !s.From.After(g.From) && !s.Until.Before(g.Until) }) {
			continue
		}
		if p.First.IsZero() {
			p.First = g.From
		}
		p.Last = g.Until
	}
	return !p.First.IsZero()
}

// candidates lists moves of windows that have an edge at a gap, those that meet most gaps first.
func (r *Rota) candidates(gaps []Segment) (all []Proposal) {
	type key struct {
		layer, window int
		move          Move
		by            int64
	}
	met := map[key]int{}
	var keys []key
	note := func(k key) {
		if met[k]++; met[k] == 1 {
			keys = append(keys, k)
		}
	}
	for _, g := range gaps {
		by := g.Until.Unix() - g.From.Unix()
		if by >= day {
			continue
		}
		for i, l := range r.layers {
			if l.shadow || len(l.turns.users) == 0 {
				continue
			}
			start, end := floorMod(localAt(l.zone, g.Until), day), floorMod(localAt(l.zone, g.From), day)
			for n, w := range l.windows {
				if w.start == start {
					note(key{i, n, Earlier, by})
					note(key{i, n, Back, by})
				}
				if w.end%day == end {
					note(key{i, n, Later, by})
					note(key{i, n, Forward, by})
				}
			}
		}
	}
	slices.SortStableFunc(keys, func(a, b key) int { return cmp.Compare(met[b], met[a]) })
	for _, k := range keys[:min(len(keys), mostProposals)] {
		was := r.schedule.Layers[k.layer].Windows[k.window]
		if becomes, ok := r.layers[k.layer].windows[k.window].moved(k.move, k.by); ok {
			all = append(all, Proposal{Layer: k.layer, Window: k.window, Move: k.move, By: time.Duration(k.by) * time.Second, Was: was, Becomes: becomes})
		}
	}
	return all
}

func localAt(zone *time.Location, t time.Time) int64 {
	_, offset := t.In(zone).Zone()
	return t.Unix() + int64(offset)
}

// moved gives the window after a move; ok is false when it would be longer than a day, or not of whole minutes.
func (w window) moved(m Move, by int64) (v Window, ok bool) {
	start, end := w.start, w.end
	if m == Earlier || m == Back {
		start -= by
	}
	if m == Later || m == Forward {
		end += by
	}
	switch m {
	case Back:
		end -= by
	case Forward:
		start += by
	}
	if end-start > day || by%60 != 0 {
		return v, false
	}
	shift := floorDiv(start, day)
	for d, on := range w.on {
		if on {
			v.Days = append(v.Days, time.Weekday(floorMod(int64(d)+shift, 7)))
		}
	}
	slices.Sort(v.Days)
	v.Start, v.End = clock(start-shift*day), clock(end-shift*day)
	return v, true
}
