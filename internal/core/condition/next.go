package condition

import (
	"slices"
	"strings"
	"time"
)

const (
	// horizon is how far Next looks ahead: what comes later is found when somebody looks again.
	horizon = 400 * 24 * time.Hour
	// mostTurns bounds the instants that Next looks at; opening hours have some 600 in a year.
	mostTurns = 4000
)

// Next finds the first instant at or after env.Now at which s holds for the ticket if nothing happens to it;
// false when it does not within 400 days.
func Next(s Set, f Facts, env Env) (time.Time, bool) {
	at, found, _ := turn(s, f, env, true)
	return at, found
}

// Ends finds the first instant at or after env.Now at which s does not hold.
func Ends(s Set, f Facts, env Env) (time.Time, bool) {
	at, found, _ := turn(s, f, env, false)
	return at, found
}

// Looked is until when Next and Ends answer for.
func Looked(now time.Time) time.Time { return now.Add(horizon) }

func turn(s Set, f Facts, env Env, want bool) (time.Time, bool, int) {
	end := Looked(env.Now)
	for n := range mostTurns {
		if Eval(s, f, env) == want {
			return env.Now, true, n
		}
		next, ok := s.turns(f, env)
		if !ok || next.After(end) {
			return time.Time{}, false, n
		}
		env.Now = next
	}
	return time.Time{}, false, mostTurns
}

// turns is the first instant after env.Now at which the answer to one of the conditions may change.
func (s Set) turns(f Facts, env Env) (next time.Time, found bool) {
	for _, c := range slices.Concat(s.All, s.Any) {
		for _, at := range c.turns(f, env) {
			if at.After(env.Now) && (!found || at.Before(next)) {
				next, found = at, true
			}
		}
	}
	return next, found
}

// turns lists instants at which the answer may change; some may be past.
func (c Condition) turns(f Facts, env Env) []time.Time {
	field, ok := FieldOf(c.Field)
	if !ok {
		return nil
	}
	switch field.Kind {
	case Since:
		return c.sinceTurns(f.Times[field.Name], f, env)
	case Until:
		return c.untilTurns(f.Times[strings.TrimPrefix(field.Name, "until_")], f, env)
	}
	switch {
	case field.Name == "in_business_hours":
		return hoursTurns(env.Hours[f.Calendar], env.Now)
	case c.timed(): // by the day
		today := env.Now.UTC().Truncate(24 * time.Hour)
		return []time.Time{today.AddDate(0, 0, 1)}
	}
	return nil
}

func hoursTurns(cal Hours, now time.Time) (all []time.Time) {
	if cal == nil {
		return nil
	}
	if at, ok := cal.NextOpen(now); ok {
		all = append(all, at)
	}
	if at, ok := cal.NextClose(now); ok {
		all = append(all, at)
	}
	return all
}

func (c Condition) sinceTurns(at time.Time, f Facts, env Env) []time.Time {
	n, err := hours(first(c.Value))
	if err != nil || at.IsZero() {
		return nil
	}
	all := []time.Time{at}
	_, business := c.Operator.plain()
	for _, after := range []time.Duration{n, n + time.Hour} {
		if cal := env.Hours[f.Calendar]; business && cal != nil {
			if turn, ok := cal.Add(at, after); ok {
				all = append(all, turn)
			}
			continue
		}
		all = append(all, at.Add(after))
	}
	return all
}

func (c Condition) untilTurns(at time.Time, f Facts, env Env) []time.Time {
	n, err := hours(first(c.Value))
	if err != nil || at.IsZero() {
		return nil
	}
	all := []time.Time{at.Add(time.Microsecond)} // from then it has been
	_, business := c.Operator.plain()
	for _, before := range []time.Duration{n, n - time.Hour} {
		if cal := env.Hours[f.Calendar]; business && cal != nil {
			all = append(all, leaves(cal, at, before))
			continue
		}
		all = append(all, at.Add(-before))
	}
	return all
}

// farBack is how far business hours are looked for: a calendar that has too few in it has none.
const farBack = 20 * 366 * 24 * time.Hour

// leaves is the first instant from which no more than n open hours lead to at.
func leaves(cal Hours, at time.Time, n time.Duration) time.Time {
	return first64(at.Add(-farBack), at, func(t time.Time) bool { return cal.Between(t, at) <= n })
}

// spends is the last instant from which at least n open hours lead to now; false when none does.
func spends(cal Hours, now time.Time, n time.Duration) (time.Time, bool) {
	from := now.Add(-farBack)
	if cal.Between(from, now) < n {
		return time.Time{}, false
	}
	return first64(from, now, func(t time.Time) bool { return cal.Between(t, now) < n }).Add(-time.Microsecond), true
}

// reaches is the last instant to which no more than n open hours lead from now; false when every one is.
func reaches(cal Hours, now time.Time, n time.Duration) (time.Time, bool) {
	to := now.Add(farBack)
	if cal.Between(now, to) <= n {
		return time.Time{}, false
	}
	return first64(now, to, func(t time.Time) bool { return cal.Between(now, t) > n }).Add(-time.Microsecond), true
}

// first64 finds the first instant in [from, to], to the microsecond, at which yes is true and stays so; to
// where it is nowhere.
func first64(from, to time.Time, yes func(time.Time) bool) time.Time {
	low, high := from.UnixMicro(), to.UnixMicro()
	if !yes(to) {
		high++ // spends with n = 0: now itself is the last
	}
	for low < high {
		mid := low + (high-low)/2
		if yes(time.UnixMicro(mid).UTC()) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return time.UnixMicro(low).UTC()
}
