package condition

import (
	"math"
	"strconv"
	"time"
)

// hours reads a number of hours, to the microsecond.
func hours(s string) (time.Duration, error) {
	n, err := strconv.ParseFloat(s, 64)
	if err == nil && !(n >= 0 && n <= 10*366*24) { // also refuses NaN
		err = strconv.ErrRange
	}
	return time.Duration(math.Round(n*3600*1e6)) * time.Microsecond, err
}

// since compares the hours since at. They count from 0, so that "greater than 4" becomes true at the
// microsecond at which four hours are over, and "is 4" lasts for the fifth hour.
func (c Condition) since(at time.Time, f Facts, env Env) bool {
	n, err := hours(first(c.Value))
	if err != nil || at.IsZero() || at.After(env.Now) {
		return false
	}
	elapsed, op := env.Now.Sub(at), c.Operator
	if plain, business := op.plain(); business {
		op = plain
		if cal := env.Hours[f.Calendar]; cal != nil {
			elapsed = cal.Between(at, env.Now)
		}
	}
	switch op {
	case Is:
		return n <= elapsed && elapsed < n+time.Hour
	case LessThan:
		return elapsed < n
	case GreaterThan:
		return elapsed >= n
	}
	return false
}

// until compares the hours until at: "less than 4" becomes true when four hours are left, and "is 4" lasts
// from then for an hour.
func (c Condition) until(at time.Time, f Facts, env Env) bool {
	n, err := hours(first(c.Value))
	if err != nil || at.IsZero() || at.Before(env.Now) {
		return false
	}
	left, op := at.Sub(env.Now), c.Operator
	if plain, business := op.plain(); business {
		op = plain
		if cal := env.Hours[f.Calendar]; cal != nil {
			left = cal.Between(env.Now, at)
		}
	}
	switch op {
	case Is:
		return n-time.Hour < left && left <= n
	case LessThan:
		return left <= n
	case GreaterThan:
		return left > n
	}
	return false
}
