package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Absence is time in which somebody cannot be on call: time off of the desk's own, or of an imported calendar.
type Absence struct {
	From, Until time.Time
	Source      string // of an imported one: the calendar it came from; empty: time off of this desk
}

// absences gives what everybody has planned that is not over at since, by its beginning.
func (s *Service) absences(ctx context.Context, q db.Querier, team *people.Roster, since time.Time) (map[int64][]Absence, error) {
	all := map[int64][]Absence{}
	for _, u := range team.People {
		for _, off := range team.TimeOff(u.ID) {
			all[u.ID] = append(all[u.ID], Absence{From: off.From, Until: off.Until})
		}
	}
	imported, err := findAbsences(ctx, q, since)
	if err != nil {
		return nil, err
	}
	for id, list := range imported {
		all[id] = append(all[id], list...)
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b Absence) int { return a.From.Compare(b.From) })
	}
	return all, nil
}

// awayIn finds the first absence of somebody that has a moment in common with [from, until).
func (b *book) awayIn(userID int64, from, until time.Time) (Absence, bool) {
	for _, a := range b.away[userID] {
		if a.From.Before(until) && from.Before(a.Until) {
			return a, true
		}
	}
	return Absence{}, false
}

// Absences gives when people cannot be on call in [from, until), by their beginning: time off of this desk, and what was
// read from their calendars. The caller has asked who may.
func (s *Service) Absences(ctx context.Context, q db.Querier, userIDs []int64, from, until time.Time) (map[int64][]Absence, error) {
	team, err := s.People.Roster(ctx, q, from)
	if err != nil {
		return nil, err
	}
	all, err := s.absences(ctx, q, team, from)
	if err != nil {
		return nil, err
	}
	some := map[int64][]Absence{}
	for _, id := range userIDs {
		for _, a := range all[id] {
			if a.From.Before(until) && from.Before(a.Until) {
				some[id] = append(some[id], a)
			}
		}
	}
	return some, nil
}
