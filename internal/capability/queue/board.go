package queue

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Board is how the regions stand at a moment.
type Board struct {
	Now     time.Time
	Regions []RegionState
	All     int  // unassigned tickets of all regions
	Cut     bool // there are more; see Longest
}

// RegionState is one region on the board.
type RegionState struct {
	Region   people.Region
	Duty     Duty
	Start    time.Time       // of the watch that runs, else of the next one; zero where there is none
	End      time.Time       // of the same
	Left     []ticket.Row    // its unassigned tickets, the heaviest first, mostShown at most
	Count    int             // of all of them
	On       []Worker        // who of it works now, by name
	Capacity people.Capacity // of its day
	Classes  map[Class]int   // how much would be on a shift's list now
	Last     *HandOverRecord // how its last watch ended; nil: none is kept
	// Next is the region that has the watch when this one's ends; empty where nobody does.
	Next people.Region
}

// Clean is the light: nothing of the region waits for an owner.
func (r RegionState) Clean() bool { return r.Count == 0 }

// Worker is somebody of a region and how much they have.
type Worker struct {
	people.User
	Presence people.Presence
	Load     int // live tickets
}

// mostShown bounds how many tickets of a region stand on the board.
const mostShown = 12

// Board looks at all regions at once: their watch, their light, who is on, and what would burn.
func (s *Service) Board(ctx context.Context) (b Board, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return b, err
	}
	q := s.DB.Read()
	b.Now = s.DB.Now(ctx)
	team, err := s.People.Roster(ctx, q, b.Now)
	if err != nil {
		return b, err
	}
	l, err := s.line(ctx, q, b.Now)
	if err != nil {
		return b, err
	}
	b.All, b.Cut = len(l.Tickets), l.Cut
	loads, err := load(ctx, q)
	if err != nil {
		return b, err
	}
	classes, err := s.classes(ctx, q, team, b.Now)
	if err != nil {
		return b, err
	}
	for _, r := range team.Regions {
		st, err := s.regionState(ctx, q, team, r, l, loads)
		if err != nil {
			return b, err
		}
		st.Classes = classes[r.Key]
		b.Regions = append(b.Regions, st)
	}
	return b, nil
}

func (s *Service) regionState(ctx context.Context, q db.Querier, team *people.Roster, r people.Region, l Line, loads map[int64]int) (RegionState, error) {
	w := WatchOf(r)
	st := RegionState{Region: r, Duty: w.At(l.Now)}
	st.Start, _ = w.Start(l.Now)
	st.End, _ = w.End(l.Now)
	left := l.Of(r.Key)
	st.Count = len(left)
	for _, u := range team.People {
		if p := team.Presence(u.ID, l.Now); u.Region == r.Key && p.State == people.Here {
			st.On = append(st.On, Worker{u, p, loads[u.ID]})
		}
	}
	if zone, err := time.LoadLocation(r.Zone); err == nil {
		st.Capacity = team.Capacity(r, bizcal.DateOf(l.Now.In(zone)))
	}
	st.Next = relief(team.Regions, r, st.End)
	var err error
	if st.Left, err = s.Tickets.Rows(ctx, idsOf(left[:min(len(left), mostShown)])...); err != nil {
		return st, err
	}
	last, err := findWatches(ctx, q, r.Key, 1)
	if len(last) > 0 {
		st.Last = &last[0]
	}
	return st, err
}

// relief is who has the watch when a region's ends: the one whose own watch goes on longest.
func relief(regions []people.Region, leaving people.Region, at time.Time) (next people.Region) {
	var longest time.Time
	for _, r := range regions {
		if r.Key == leaving.Key || at.IsZero() || WatchOf(r).At(at) != OnQueue {
			continue
		}
		if end, ok := WatchOf(r).End(at); ok && end.After(longest) {
			next, longest = r, end
		}
	}
	return next
}

// classes counts, for each region, what would be on a list made now.
func (s *Service) classes(ctx context.Context, q db.Querier, team *people.Roster, now time.Time) (map[string]map[Class]int, error) {
	setting, err := ShiftListsKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	var shifts []Shift
	var horizon time.Time
	for _, r := range team.Regions {
		sh := shiftOf(r, now, shiftEnd(r, now), setting)
		shifts, horizon = append(shifts, sh), later(horizon, sh.horizon())
	}
	waiting, err := s.unowned(ctx, q, team, now, horizon)
	counts := map[string]map[Class]int{}
	for _, sh := range shifts {
		counts[sh.Region] = map[Class]int{}
		for _, w := range waiting {
			if c := sh.ClassOf(w.listed()); c != Unlisted {
				counts[sh.Region][c]++
			}
		}
	}
	return counts, err
}
