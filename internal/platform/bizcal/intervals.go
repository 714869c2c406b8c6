package bizcal

import (
	"iter"
	"math"
	"time"
)

// each gives the open stretches of [from, to), which touch where a piece ends, until yield returns false.
func (c *Calendar) each(from, to int64, yield func(from, to int64) bool) {
	for i := c.index(from); i < len(c.pieces) && c.pieces[i].from < to; i++ {
		a, b := max(from, c.pieces[i].from), min(to, startOf(c.pieces, i+1))
		if !c.pieces[i].hours.each(a, b, yield) {
			return
		}
	}
}

// joined is each with stretches that touch made one.
func (c *Calendar) joined(from, to int64, yield func(from, to int64) bool) {
	a, b := int64(math.MinInt64), int64(math.MinInt64)
	stopped := false
	c.each(from, to, func(from, to int64) bool {
		if from == b {
			b = to
			return true
		}
		if b > a && !yield(a, b) {
			stopped = true
			return false
		}
		a, b = from, to
		return true
	})
	if b > a && !stopped {
		yield(a, b)
	}
}

// Intervals gives the open stretches of [a, b) in order, as beginnings and ends in the calendar's zone. No two touch.
func (c *Calendar) Intervals(a, b time.Time) iter.Seq2[time.Time, time.Time] {
	return func(yield func(time.Time, time.Time) bool) {
		if !a.Before(b) {
			return
		}
		end := b.Unix()
		if b.Nanosecond() > 0 {
			end++
		}
		c.joined(a.Unix(), end, func(from, to int64) bool {
			open, shut := time.Unix(from, 0), time.Unix(to, 0)
			if open.Before(a) {
				open = a
			}
			if shut.After(b) {
				shut = b
			}
			return yield(open.In(c.zone), shut.In(c.zone))
		})
	}
}

// NextOpen gives the earliest instant, not before t, at which the calendar is open, in t's zone: t itself when it is.
// It is false when that is more than Never away.
func (c *Calendar) NextOpen(t time.Time) (time.Time, bool) {
	if c.Open(t) {
		return t, true
	}
	sum, _ := c.until(t)
	at, ok := c.when(sum + 1)
	if !ok || at-t.Unix() > int64(Never/time.Second) {
		return time.Time{}, false
	}
	return time.Unix(at-1, 0).In(t.Location()), true
}

// NextClose gives the earliest instant, not before t, at which the calendar is closed, in t's zone: t itself when it
// is. It is false when that is more than Never away.
func (c *Calendar) NextClose(t time.Time) (time.Time, bool) {
	if !c.Open(t) {
		return t, true
	}
	from := t.Unix()
	last := from + int64(Never/time.Second)
	end := last
	c.joined(from, last, func(_, to int64) bool {
		end = to
		return false
	})
	if end == last {
		return time.Time{}, false
	}
	return time.Unix(end, 0).In(t.Location()), true
}
