package matter

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Env reads the desk's calendars, and says which counts for whom; now is the instant that is asked about.
func (r *Reader) Env(ctx context.Context, q db.Querier, now time.Time) (condition.Env, error) {
	env := condition.Env{Now: now, Hours: map[int64]condition.Hours{}, Regions: map[string]int64{}}
	all, err := r.Calendars.All(ctx, q)
	if err != nil {
		return env, err
	}
	titles := map[string]int64{}
	for _, c := range all {
		compiled, err := r.Calendars.CompiledVersion(ctx, q, c.ID, c.Version)
		if err != nil {
			return env, err
		}
		env.Hours[c.ID], titles[people.FoldName(c.Title)] = compiled, c.ID
	}
	regions, err := people.Regions.Get(ctx, q)
	if err != nil {
		return env, err
	}
	for _, region := range regions {
		if id := titles[people.FoldName(region.Calendar)]; id != 0 {
			env.Regions[region.Key] = id
		}
	}
	usual, err := r.Calendars.TheDefault(ctx, q)
	if err != nil && !fault.Is(err, fault.NotFound) { // without one, all hours count
		return env, err
	}
	env.Default = usual.ID
	return env, nil
}

// Calendar is the calendar that counts for the ticket: the one a rule set, the customer's own, that of the
// ticket's region, the desk's. 0: none, and all hours count.
func (m Matter) Calendar(env condition.Env) int64 {
	for _, id := range []int64{m.Ticket.CalendarID, m.Organization.CalendarID, env.Regions[m.Ticket.Region]} {
		if id != 0 {
			return id
		}
	}
	return env.Default
}

// In gives the facts for an environment, which knows the ticket's calendar.
func (m Matter) In(env condition.Env) condition.Facts {
	f := m.Facts
	f.Calendar = m.Calendar(env)
	return f
}
