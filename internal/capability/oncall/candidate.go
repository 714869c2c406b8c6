package oncall

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Candidate is somebody who could take a request for cover, or the reason why not.
type Candidate struct {
	UserID int64
	Why    string // empty: they could
}

// Candidates lists the people of a request's schedule, and whoever else has what it demands: those who could take all that
// is open first, whoever had least of on-call first among them.
func (s *Service) Candidates(ctx context.Context, c Cover) ([]Candidate, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	q, now := s.DB.Read(), s.DB.Now(ctx)
	b, err := s.gather(ctx, q, now.Add(-ledgerSpan))
	if err != nil {
		return nil, err
	}
	shares, err := s.shares(ctx, q, b, c.ScheduleID, now)
	if err != nil {
		return nil, err
	}
	rank := map[int64]int{}
	for i, share := range shares {
		rank[share.UserID] = i + 1
	}
	able := b.candidates(c)
	place := func(x Candidate) int {
		if at, ok := rank[x.UserID]; ok {
			return at
		}
		return 0 // never on call for it: nobody had less
	}
	slices.SortStableFunc(able, func(x, y Candidate) int { return place(x) - place(y) })
	for _, id := range b.history(c.ScheduleID).at(now).Members() {
		if id == c.UserID || slices.ContainsFunc(able, func(x Candidate) bool { return x.UserID == id }) {
			continue
		}
		why, _ := fault.Public(b.canTake(c, Offer{UserID: id, From: c.From, Until: c.Until}))
		able = append(able, Candidate{id, why})
	}
	return able, nil
}

// candidates lists who could take all of a request: the people of its schedule and whoever has what it demands.
func (b *book) candidates(c Cover) (list []Candidate) {
	s, _ := b.schedule(c.ScheduleID)
	pool := s.Members()
	for _, demand := range s.Demands {
		q, _ := b.qualification(demand)
		pool = append(pool, q.Holders...)
	}
	slices.Sort(pool)
	for _, id := range slices.Compact(pool) {
		if id != c.UserID && b.canTake(c, Offer{UserID: id, From: c.From, Until: c.Until}) == nil {
			list = append(list, Candidate{UserID: id})
		}
	}
	return list
}
