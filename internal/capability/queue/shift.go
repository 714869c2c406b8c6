package queue

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// shiftEnd is when the queue hours that the list is for end; a region without any has eight hours.
func shiftEnd(r people.Region, at time.Time) time.Time {
	if end, ok := WatchOf(r).End(at); ok {
		return end
	}
	return at.Add(8 * time.Hour)
}

// onShift lists who of a region answers customers between two moments: some of it in their hours and not off.
func onShift(team *people.Roster, region string, from, until time.Time) (shift []people.User) {
	for _, u := range team.People {
		if u.Region != region || !u.Role.Allows(access.UpdateTickets) {
			continue
		}
		works := func(s people.Stretch) bool { return !s.Off }
		if slices.ContainsFunc(team.Stretches(u.ID, from, until), works) || team.Presence(u.ID, from).State == people.Unknown {
			shift = append(shift, u)
		}
	}
	return shift
}

// shiftItems sorts what nobody has, or somebody who is off, into classes.
func (s *Service) shiftItems(ctx context.Context, tx *db.Tx, team *people.Roster, region people.Region, l List) ([]Item, error) {
	setting, err := ShiftListsKey.Get(ctx, tx)
	if err != nil {
		return nil, err
	}
	sh := shiftOf(region, l.At, l.Until, setting)
	waiting, err := s.unowned(ctx, tx, team, tx.Now(), sh.horizon())
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, w := range waiting {
		if class := sh.ClassOf(w.listed()); class != Unlisted {
			items = append(items, Item{TicketID: w.ID, Class: class, Weight: w.Weight.Total, BreachAt: w.BreachAt})
		}
	}
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(a.Class, b.Class) })
	return items[:min(len(items), mostListed)], nil
}

func shiftOf(r people.Region, at, until time.Time, setting ShiftLists) Shift {
	return Shift{Region: r.Key, End: until, Beyond: time.Duration(setting.Beyond) * time.Hour, Hours: closing(r, at)}
}

// closing is when the business day of a region ends that runs at t, or else its next one; zero where its hours are none.
func closing(r people.Region, t time.Time) time.Time {
	zone, err := time.LoadLocation(r.Zone)
	opens, closes, herr := r.Hours()
	if err != nil || herr != nil {
		return time.Time{}
	}
	local := t.In(zone)
	for day := -1; day <= 1; day++ {
		at := func(d time.Duration) time.Time {
			return time.Date(local.Year(), local.Month(), local.Day()+day, 0, int(d/time.Minute), 0, 0, zone)
		}
		if at(closes).After(t) && at(closes).Sub(at(opens)) > 0 {
			return at(closes).UTC()
		}
	}
	return time.Time{}
}

// unowned gives, by weight, what breaches before a horizon and that nobody has who could work on it: nobody at all, or
// somebody who is off.
func (s *Service) unowned(ctx context.Context, q db.Querier, team *people.Roster, now, horizon time.Time) ([]Waiting, error) {
	most, err := Longest.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	weights, err := WeightsKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	all, err := findBreaching(ctx, q, horizon, most)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(w Waiting) bool {
		return !w.Ours() || w.AssigneeID != 0 && team.Presence(w.AssigneeID, now).State != people.Off
	})
	weights.order(all, now)
	return all, nil
}

func (w Waiting) listed() Listed {
	first := w.Stage == ticket.FirstReply || w.Stage == ticket.Emergency && w.Status == ticket.New
	return Listed{FirstReply: first, NextReply: !first && w.Owed, Region: w.Region, BreachAt: w.BreachAt}
}
