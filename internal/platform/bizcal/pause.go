package bizcal

import (
	"iter"
	"slices"
	"time"
)

// Pause is a stretch that does not count, such as waiting for a customer: from From up to, and without, Until. A zero
// Until is open-ended. A pause that ends before it begins is none.
type Pause struct{ From, Until time.Time }

// BetweenPaused is Between without what falls into pauses. They may come in any order and overlap.
func (c *Calendar) BetweenPaused(a, b time.Time, pauses []Pause) time.Duration {
	var sum time.Duration
	for p := range apart(pauses) {
		if p.From.After(a) {
			if !p.From.Before(b) {
				break
			}
			sum += c.Between(a, p.From)
			a = p.From
		}
		switch {
		case p.Until.IsZero():
			return sum
		case p.Until.After(a):
			a = p.Until
		}
	}
	return sum + c.Between(a, b)
}

// AddPaused is Add without what falls into pauses, which may come in any order and overlap. It is false too when an
// open-ended pause begins before n is used up.
func (c *Calendar) AddPaused(start time.Time, n time.Duration, pauses []Pause) (time.Time, bool) {
	if n <= 0 {
		return start, n == 0
	}
	at := start
	for p := range apart(pauses) {
		if p.From.After(at) {
			used := c.Between(at, p.From)
			if used >= n {
				break
			}
			n -= used
			at = p.From
		}
		switch {
		case p.Until.IsZero():
			return time.Time{}, false
		case p.Until.After(at):
			at = p.Until
		}
	}
	due, ok := c.Add(at, n)
	if !ok {
		return time.Time{}, false
	}
	return due.In(start.Location()), true
}

// apart gives the pauses by when they begin, without those that have no length. They may still overlap.
func apart(pauses []Pause) iter.Seq[Pause] {
	return func(yield func(Pause) bool) {
		byStart := func(a, b Pause) int { return a.From.Compare(b.From) }
		if !slices.IsSortedFunc(pauses, byStart) {
			pauses = slices.SortedFunc(slices.Values(pauses), byStart)
		}
		for _, p := range pauses {
			if (p.Until.IsZero() || p.From.Before(p.Until)) && !yield(p) {
				return
			}
		}
	}
}
