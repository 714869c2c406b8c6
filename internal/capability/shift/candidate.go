package shift

import (
	"cmp"
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Candidate is somebody who could work on a day, or the reason why not.
type Candidate struct {
	User  people.User
	Turns int    // accepted in the half year up to the day
	Why   string // empty: they could
}

// Arrangement is a day with all that is needed to arrange it.
type Arrangement struct {
	Day
	Over       bool   // the day is over where it is
	Turns      []Turn // of the day, those that are settled too, oldest first
	Candidates []Candidate
}

// halfYear is how far back turns are counted, so that it is not always the same people, in days.
const halfYear = 182

// Arrangement gives a day of a region. Those who work shifts in it come first among the candidates, then those of the
// region, and among each who took over fewest; fault.NotFound for a day that needs nobody of its own.
func (s *Service) Arrangement(ctx context.Context, region string, d bizcal.Date) (a Arrangement, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return a, err
	}
	q := s.DB.Read()
	r, err := s.gather(ctx, q, d, d)
	if err != nil {
		return a, err
	}
	i := slices.IndexFunc(r.regions, func(x people.Region) bool { return x.Key == region })
	ok := i >= 0
	if ok {
		a.Day, ok = r.day(r.regions[i], d)
	}
	if !ok {
		return a, fault.New(fault.NotFound, "%s is an ordinary day there, or there is no region “%s”", d, fault.Clip(region, 40))
	}
	_, end := bounds(r.regions[i], d)
	a.Over = !end.After(s.DB.Now(ctx))
	if a.Turns, err = turnsOf(ctx, q, region, d); err != nil {
		return a, err
	}
	counts, err := countTurns(ctx, q, d.AddDays(-halfYear), d)
	if err != nil {
		return a, err
	}
	for _, u := range r.team {
		a.Candidates = append(a.Candidates, Candidate{User: u, Turns: counts[u.ID], Why: r.why(u, r.regions[i], a.Day)})
	}
	rank := func(c Candidate) int {
		switch {
		case c.Why != "":
			return 3
		case c.User.Region == region && c.User.Shift:
			return 0
		case c.User.Region == region:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(a.Candidates, func(x, y Candidate) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x.Turns, y.Turns))
	})
	return a, nil
}

// Mine lists the turns of the actor that are not over, from a day on.
func (s *Service) Mine(ctx context.Context, from bizcal.Date) ([]Turn, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	actor, _ := access.From(ctx)
	return turnsOfUser(ctx, s.DB.Read(), actor.UserID, from)
}
