package call

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// rule is what is asked of slots of a length, as seen at now.
func (r Rules) rule(minutes int, now time.Time) slot.Rule {
	return slot.Rule{Length: time.Duration(minutes) * time.Minute, Step: time.Duration(r.StepMinutes) * time.Minute, Buffer: r.buffer(),
		Earliest: now.Add(r.notice()), Latest: now.Add(r.horizon()), PerDay: r.PerDay}
}

// slots lists when a call can be booked: by one of its pool or by all of it, or by its hosts once it has them. only is an instant
// that is asked for alone; zero: all. What the call itself holds does not count.
func (s *Service) slots(ctx context.Context, q db.Querier, c Call, minutes int, now, only time.Time) ([]slot.Slot, error) {
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	rule, pool, every := rules.rule(minutes, now), c.Pool, c.EveryHost
	if c.State == Booked {
		pool, every = c.Hosts, true
	}
	if !only.IsZero() {
		if only.Before(rule.Earliest) || only.After(rule.Latest) {
			return nil, nil
		}
		rule.Earliest, rule.Latest = only, only
	}
	hosts, err := s.hosts(ctx, q, pool, slot.Span{From: rule.Earliest, Until: rule.Latest.Add(rule.Length)}, c.ID)
	if err != nil {
		return nil, err
	}
	if every {
		if len(hosts) < len(pool) {
			return nil, nil
		}
		return slot.All(hosts, rule), nil
	}
	return slot.Any(hosts, rule), nil
}

// hosts gathers what people have to do in a stretch of time. Those who left, or of whose hours nothing is known, are missing.
func (s *Service) hosts(ctx context.Context, q db.Querier, ids []int64, in slot.Span, but int64) ([]slot.Host, error) {
	roster, err := s.People.Roster(ctx, q, in.From)
	if err != nil {
		return nil, err
	}
	var all []slot.Host
	for _, id := range ids {
		u, active := roster.User(id)
		hours := roster.Hours(id)
		if !active || hours == nil {
			continue
		}
		h, err := s.host(ctx, q, u, hours, in, but)
		if err != nil {
			return nil, err
		}
		for _, off := range roster.TimeOff(id) {
			h.Busy = append(h.Busy, slot.Span{From: off.From, Until: off.Until})
		}
		all = append(all, h)
	}
	return all, nil
}

// aDay is looked at around a stretch, so that the calls of its first and last day are counted whole.
const aDay = 24 * time.Hour

func (s *Service) host(ctx context.Context, q db.Querier, u people.User, hours *bizcal.Calendar, in slot.Span, but int64) (slot.Host, error) {
	h := slot.Host{ID: u.ID, Zone: u.Location()}
	for from, until := range hours.Intervals(in.From.Add(-aDay), in.Until.Add(aDay)) {
		h.Work = append(h.Work, slot.Span{From: from, Until: until})
	}
	holds, err := holdsOf(ctx, q, u.ID, in.From.Add(-aDay), in.Until.Add(aDay))
	if err != nil {
		return h, err
	}
	for _, one := range holds {
		if one.Call != but {
			h.Held = append(h.Held, slot.Span{From: one.From, Until: one.Until})
		}
	}
	cal, err := findCalendar(ctx, q, u.ID)
	if err != nil {
		return h, err
	}
	h.Busy = append(h.Busy, cal.Busy...)
	if s.OnCall == nil {
		return h, nil
	}
	duty, err := s.OnCall(ctx, q, u.ID, in.From, in.Until)
	h.Busy = append(h.Busy, duty...)
	return h, err
}
