package bizcal

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// begin stands for since ever. It leaves room for arithmetic.
const begin = math.MinInt64 / 4

// piece is a stretch of time, up to the next piece, in which hours repeat weekly in UTC.
type piece struct {
	from  int64 // in seconds of the Unix clock
	base  int64 // base + hours.until(t) is how many seconds the calendar was open up to t, by its own count
	sum   int64 // that, at from
	hours *hours
}

// compile cuts time where the zone's offset changes and at the edges of exceptions.
func compile(spec Spec, shifts []shift) []piece {
	ordinary := map[int64]*hours{} // by offset
	days := exceptions(spec)
	var pieces []piece
	for i, s := range shifts {
		if ordinary[s.offset] == nil {
			ordinary[s.offset] = spec.Weekly.at(s.offset)
		}
		end := int64(math.MaxInt64)
		if i+1 < len(shifts) {
			end = shifts[i+1].from
		}
		pieces = append(pieces, piece{from: s.from, hours: ordinary[s.offset]})
		first := sort.Search(len(days), func(i int) bool { return days[i].begin+dayLength-s.offset > s.from })
		for _, d := range days[first:] {
			from, to := max(s.from, d.begin-s.offset), min(end, d.begin+dayLength-s.offset)
			if from >= to {
				break
			}
			pieces = append(pieces, piece{from: from, hours: d.at(s.offset)})
			if to < end {
				pieces = append(pieces, piece{from: to, hours: ordinary[s.offset]})
			}
		}
	}
	return summed(pieces)
}

// at gives the hours while local time is offset seconds ahead of UTC.
func (w Week) at(offset int64) *hours {
	var open []stretch
	for day, spans := range w {
		open = append(open, stretches(spans, int64(day)*dayLength-offset)...)
	}
	return weekly(open)
}

func stretches(spans []Span, midnight int64) (all []stretch) {
	for _, s := range spans {
		all = append(all, stretch{from: midnight + int64(s.From)*60, to: midnight + int64(s.To)*60})
	}
	return all
}

// exception is a date with hours of its own.
type exception struct {
	begin int64 // the date's midnight, read in UTC
	spans []Span
}

// at gives hours that are right within the date while local time is offset seconds ahead of UTC.
func (x exception) at(offset int64) *hours {
	return weekly(stretches(x.spans, x.begin+thursday-offset))
}

// exceptions lists the dates that do not follow the week, sorted. A special day wins over a holiday.
func exceptions(spec Spec) []exception {
	byDate := map[Date][]Span{}
	for _, h := range spec.Holidays {
		byDate[h.Date] = nil
	}
	for _, s := range spec.Special {
		byDate[s.Date] = s.Spans
	}
	all := make([]exception, 0, len(byDate))
	for d, spans := range byDate {
		all = append(all, exception{begin: d.midnight().Unix(), spans: spans})
	}
	slices.SortFunc(all, func(a, b exception) int { return cmp.Compare(a.begin, b.begin) })
	return all
}

// merged lays two calendars over one another: open when either is.
func merged(a, b []piece) []piece {
	known := map[[2]*hours]*hours{}
	pieces := make([]piece, 0, len(a)+len(b))
	for i, j := 0, 0; ; {
		both := [2]*hours{a[i].hours, b[j].hours}
		if known[both] == nil {
			known[both] = either(both[0], both[1])
		}
		pieces = append(pieces, piece{from: max(a[i].from, b[j].from), hours: known[both]})
		nextA, nextB := startOf(a, i+1), startOf(b, j+1)
		if nextA == math.MaxInt64 && nextB == math.MaxInt64 {
			return summed(pieces)
		}
		if nextA <= nextB {
			i++
		}
		if nextB <= nextA {
			j++
		}
	}
}

// either gives the hours that are open when a or b is.
func either(a, b *hours) *hours {
	switch {
	case a.total == weekLength || b.total == 0:
		return a
	case b.total == weekLength || a.total == 0:
		return b
	}
	return weekly(slices.Concat(a.open, b.open))
}

func startOf(pieces []piece, i int) int64 {
	if i == len(pieces) {
		return math.MaxInt64
	}
	return pieces[i].from
}

// summed drops pieces that change nothing or have no length, and counts what was open before each. It reuses pieces.
func summed(pieces []piece) []piece {
	kept := pieces[:0]
	for i, p := range pieces {
		if p.from >= startOf(pieces, i+1) || len(kept) > 0 && kept[len(kept)-1].hours == p.hours {
			continue
		}
		if len(kept) == 0 {
			p.sum = math.MinInt64
		} else {
			last := kept[len(kept)-1]
			p.sum = last.base + last.hours.until(p.from)
			p.base = p.sum - p.hours.until(p.from)
		}
		kept = append(kept, p)
	}
	return slices.Clip(kept)
}
