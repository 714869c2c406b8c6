package rotation

import (
	"math"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// labelForm is how labels are written.
const labelForm = "2006-01-02T15:04"

// Handoff is the beginning of a turn.
type Handoff struct {
	Index int       // of the turn: 0 begins at the anchor
	Label Label     // what the clock should show
	At    time.Time // the first instant at which it shows that or later, in UTC
	User  int64
}

// turns is a rotation: turn k begins at anchor + k*length units, by labels, which are seconds as if the clock were UTC's.
type turns struct {
	anchor int64
	unit   Unit
	length int64
	users  []int64
	fixed  bool // one person for ever, without handoffs
}

// label gives the label of the k-th handoff, always from the anchor: months that are too short end it early, and the
// next is not moved by that (31 Jan, 28 Feb, 31 Mar).
func (r turns) label(k int) int64 {
	n := int64(k) * r.length
	switch r.unit {
	case Hours:
		return r.anchor + n*3600
	case Days:
		return r.anchor + n*86400
	case Weeks:
		return r.anchor + n*7*86400
	}
	at := time.Unix(r.anchor, 0).UTC()
	month := time.Date(at.Year(), at.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	day := min(at.Day(), month.AddDate(0, 1, -1).Day())
	return month.Unix() + int64(day-1)*86400 + floorMod(r.anchor, 86400)
}

// near gives a turn whose label is near to one, at most a month or a turn off.
func (r turns) near(label int64) int {
	switch r.unit {
	case Hours:
		return int(floorDiv(label-r.anchor, r.length*3600))
	case Days:
		return int(floorDiv(label-r.anchor, r.length*86400))
	case Weeks:
		return int(floorDiv(label-r.anchor, r.length*7*86400))
	}
	a, b := time.Unix(r.anchor, 0).UTC(), time.Unix(label, 0).UTC()
	return int(floorDiv(int64(12*(b.Year()-a.Year())+int(b.Month()-a.Month())), r.length))
}

// index gives the turn at an instant: the last whose handoff has been. It jumps near to it by the labels, however far
// from the anchor, and steps over those that a change of the clocks moves.
func (r turns) index(w wall, at int64) int {
	if r.fixed {
		return 0
	}
	k := r.near(w.shown(at))
	for w.first(r.label(k+1)) <= at {
		k++
	}
	for w.first(r.label(k)) > at {
		k--
	}
	return k
}

// next gives when the turn after the k-th begins.
func (r turns) next(w wall, k int) int64 {
	if r.fixed {
		return math.MaxInt64
	}
	return w.first(r.label(k + 1))
}

// user gives whose turn the k-th is; 0 when nobody takes turns.
func (r turns) user(k int) int64 {
	if len(r.users) == 0 {
		return 0
	}
	return r.users[floorMod(int64(k), int64(len(r.users)))]
}

// The years in which handoffs are asked for, and how many turns from the anchor at most.
const (
	firstYear = 1900
	lastYear  = 2299
	farIndex  = 1 << 22
)

// Handoffs gives n handoffs from the turn of an index on, which may be negative: turns before the anchor. Turns without
// length, where two labels are reached at the same instant, are dropped. The error is a *fault.Error that names what of
// the layer is wrong.
func (l Layer) Handoffs(from, n int) ([]Handoff, error) {
	c, err := compileLayer(l, map[string]*time.Location{})
	if err != nil {
		return nil, err
	}
	if c.turns.fixed {
		return nil, nil
	}
	if !c.turns.reaches(from, n) {
		return nil, fault.Field("from", "The handoffs from %d on, %d of them, are out of reach. Ask for those of the years %d to %d.", from,
			n, firstYear, lastYear)
	}
	var all []Handoff
	w := newWall(c.zone, c.turns.label(from), c.turns.label(from+n))
	for k := from; len(all) < n; k++ {
		label := c.turns.label(k)
		at := w.first(label)
		if at < c.turns.next(w, k) {
			all = append(all, Handoff{Index: k, Label: Label(time.Unix(label, 0).UTC().Format(labelForm)), At: time.Unix(at, 0).UTC(), User: c.turns.user(k)})
		}
	}
	return all, nil
}

// reaches reports whether n handoffs from one on are near enough to be looked for.
func (r turns) reaches(from, n int) bool {
	if from < -farIndex || from > farIndex || n < 0 || n > farIndex {
		return false
	}
	year := func(k int) int { return time.Unix(r.label(k), 0).UTC().Year() }
	return year(from) >= firstYear && year(from+n) <= lastYear
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - b*floorDiv(a, b) }
