package rotation

import (
	"sort"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// far is more than local time was ever ahead of UTC or behind it, in seconds.
const far = 16 * 60 * 60

// wall is what the clocks of a zone show from one instant to another: pieces of constant offset. It finds instants by
// searching these. Nothing is ever built from a label by time.Date, which names another instant where the label is skipped.
type wall struct {
	zone   *time.Location
	to     int64
	pieces []piece
}

// piece is a stretch of time, up to the next piece, in which local time is offset seconds ahead of UTC.
type piece struct{ from, offset int64 }

// newWall looks at the zone from one instant to another, in seconds of the Unix clock, and as far about them as labels reach.
func newWall(zone *time.Location, from, to int64) wall {
	w := wall{zone: zone, to: to + 2*far}
	for t := time.Unix(from-2*far, 0).UTC(); ; {
		_, offset := t.In(zone).Zone()
		if n := len(w.pieces); n == 0 || w.pieces[n-1].offset != int64(offset) {
			w.pieces = append(w.pieces, piece{from: t.Unix(), offset: int64(offset)})
		}
		next := bizcal.NextBound(zone, t)
		if next.IsZero() || next.Unix() >= w.to {
			return w
		}
		t = next
	}
}

// knows reports whether all that a label may be reached at lies within what was looked at.
func (w wall) knows(label int64) bool {
	return w.pieces[0].from <= label-far && label+far <= w.to
}

// holding gives the piece that holds an instant.
func (w wall) holding(at int64) int {
	return max(0, sort.Search(len(w.pieces), func(i int) bool { return w.pieces[i].from > at })-1)
}

func (w wall) end(i int) int64 {
	if i+1 < len(w.pieces) {
		return w.pieces[i+1].from
	}
	return w.to
}

// first gives the first instant at which the clock shows the label or later: the first occurrence of a label that is
// repeated, and the end of the gap for one that is skipped.
func (w wall) first(label int64) int64 {
	if !w.knows(label) {
		w = newWall(w.zone, label, label)
	}
	for i := w.holding(label - far); ; i++ {
		if at := max(label-w.pieces[i].offset, w.pieces[i].from); at < w.end(i) || i+1 == len(w.pieces) {
			return at
		}
	}
}

// last gives the instant just after the last at which the clock shows less than the label: the last occurrence of a
// label that is repeated. So stretches that meet at such a label overlap, and never leave a hole.
func (w wall) last(label int64) (at int64) {
	if !w.knows(label) {
		w = newWall(w.zone, label, label)
	}
	for i := w.holding(label - far); i < len(w.pieces) && w.pieces[i].from <= label+far; i++ {
		if t := label - w.pieces[i].offset; t > w.pieces[i].from {
			at = min(t, w.end(i))
		}
	}
	return at
}

// shown gives the label that the clock shows at an instant.
func (w wall) shown(at int64) int64 {
	_, offset := time.Unix(at, 0).In(w.zone).Zone()
	return at + int64(offset)
}
