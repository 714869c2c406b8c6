package bizcal

import (
	"math"
	"sort"
	"time"
)

// index finds the piece that the second at lies in.
func (c *Calendar) index(at int64) int {
	return max(0, sort.Search(len(c.pieces), func(i int) bool { return c.pieces[i].from > at })-1)
}

// until gives what was open up to t, in seconds and nanoseconds, by the calendar's own count.
func (c *Calendar) until(t time.Time) (seconds, nanos int64) {
	at := t.Unix()
	p := &c.pieces[c.index(at)]
	if n := t.Nanosecond(); n > 0 && p.hours.isOpen(at) {
		nanos = int64(n)
	}
	return p.base + p.hours.until(at), nanos
}

// when gives the earliest second at which sum seconds were open, and false when that never comes.
func (c *Calendar) when(sum int64) (int64, bool) {
	i := max(0, sort.Search(len(c.pieces), func(i int) bool { return c.pieces[i].sum >= sum })-1)
	p := &c.pieces[i]
	if p.hours.total == 0 {
		return 0, false
	}
	return p.hours.when(sum - p.base), true
}

// Open reports whether the calendar is open at t.
func (c *Calendar) Open(t time.Time) bool {
	at := t.Unix()
	return c.pieces[c.index(at)].hours.isOpen(at)
}

// Between gives the open time in [a, b), to the nanosecond: 0 when b is not after a, and at most the longest
// Duration, 292 years.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if !a.Before(b) {
		return 0
	}
	s1, n1 := c.until(a)
	s2, n2 := c.until(b)
	if s2-s1 > math.MaxInt64/int64(time.Second)-1 {
		return math.MaxInt64
	}
	return time.Duration((s2-s1)*int64(time.Second) + n2 - n1)
}

// Add gives the earliest instant, not before start, up to which n has been open since start, in start's zone. So n = 0
// gives start itself, open or not, and a day's last open minute ends when the day closes, not when the next begins. It
// is false when n is negative or that instant is more than Never away.
func (c *Calendar) Add(start time.Time, n time.Duration) (time.Time, bool) {
	if n <= 0 {
		return start, n == 0
	}
	sum, nanos := c.until(start)
	nanos += int64(n % time.Second)
	sum += int64(n/time.Second) + nanos/int64(time.Second)
	nanos %= int64(time.Second)
	back := time.Duration(0) // a second opens and closes as a whole, so a part of one is counted back from its end
	if nanos > 0 {
		sum++
		back = time.Second - time.Duration(nanos)
	}
	at, ok := c.when(sum)
	if !ok || at-start.Unix() > int64(Never/time.Second) {
		return time.Time{}, false
	}
	return time.Unix(at, 0).Add(-back).In(start.Location()), true
}
