package bizcal

import (
	"cmp"
	"slices"
	"sort"
)

// Lengths in seconds, and where a UTC week begins: the Unix clock began on a Thursday, a week begins on Sunday.
const (
	dayLength  = 24 * 60 * 60
	weekLength = 7 * dayLength
	thursday   = 4 * dayLength
)

// hours are opening hours that repeat each UTC week, for ever.
type hours struct {
	open  []stretch // sorted, apart from one another
	total int64     // seconds open in a week
}

// stretch is open from from up to, and without, to, in seconds since the week began; before is how many seconds of
// the week were open until then.
type stretch struct{ from, to, before int64 }

func full() *hours { return weekly([]stretch{{from: 0, to: weekLength}}) }

// weekly makes hours of stretches in any order, which may overlap, touch, and lie up to a week outside the week.
func weekly(open []stretch) *hours {
	var all []stretch
	for _, s := range open {
		from := mod(s.from, weekLength)
		to := from + s.to - s.from
		all = append(all, stretch{from: from, to: min(to, weekLength)})
		if to > weekLength {
			all = append(all, stretch{from: 0, to: to - weekLength})
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	h := &hours{}
	for _, s := range all {
		if n := len(h.open); n > 0 && s.from <= h.open[n-1].to {
			h.open[n-1].to = max(h.open[n-1].to, s.to)
			continue
		}
		h.open = append(h.open, s)
	}
	for i := range h.open {
		h.open[i].before = h.total
		h.total += h.open[i].to - h.open[i].from
	}
	return h
}

// until gives how many seconds were open from the Unix clock's first week on up to at; negative before it.
func (h *hours) until(at int64) int64 {
	at += thursday
	week, second := div(at, weekLength), mod(at, weekLength)
	sum := week * h.total
	if i := h.index(second); i >= 0 {
		s := h.open[i]
		sum += s.before + min(second, s.to) - s.from
	}
	return sum
}

// index finds the last stretch that begins at or before a second of the week, or -1.
func (h *hours) index(second int64) int {
	return sort.Search(len(h.open), func(i int) bool { return h.open[i].from > second }) - 1
}

// isOpen reports whether the second that begins at at is open.
func (h *hours) isOpen(at int64) bool {
	second := mod(at+thursday, weekLength)
	i := h.index(second)
	return i >= 0 && second < h.open[i].to
}

// when inverts until: the earliest instant at which sum seconds were open. The hours must not be empty.
func (h *hours) when(sum int64) int64 {
	week := div(sum-1, h.total)
	rest := sum - week*h.total // 1 to total: the end of a week belongs to that week
	i := sort.Search(len(h.open), func(i int) bool { return h.open[i].before >= rest }) - 1
	return week*weekLength + h.open[i].from + rest - h.open[i].before - thursday
}

// each gives the open stretches of [from, to) to yield, until that returns false, which it then returns.
func (h *hours) each(from, to int64, yield func(from, to int64) bool) bool {
	switch h.total {
	case 0:
		return true
	case weekLength:
		return yield(from, to)
	}
	week := from - mod(from+thursday, weekLength)
	for i := max(0, h.index(from-week)); ; i++ {
		if i == len(h.open) {
			i, week = 0, week+weekLength
		}
		a, b := max(from, week+h.open[i].from), min(to, week+h.open[i].to)
		if a >= to {
			return true
		}
		if a < b && !yield(a, b) {
			return false
		}
	}
}

// div divides towards minus infinity.
func div(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// mod is what div leaves: 0 up to b.
func mod(a, b int64) int64 {
	m := a % b
	if m < 0 {
		m += b
	}
	return m
}
