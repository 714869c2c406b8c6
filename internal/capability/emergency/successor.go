package emergency

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ahead is how far into the coming shifts a successor is looked for.
var ahead = []time.Duration{0, time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour, 8 * time.Hour, 12 * time.Hour}

// successors lists who could take an emergency over, without the one who answers for it. Those who answer for another one
// stand behind all others.
func (s *Service) successors(ctx context.Context, q db.Querier, e Emergency) ([]int64, error) {
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	var free, busy []int64
	now := s.DB.Now(ctx)
	look := func(schedule string, at time.Time) error {
		on, err := s.onCall(ctx, q, schedule, at)
		for _, id := range on {
			if id == e.Responsible || slices.Contains(free, id) || slices.Contains(busy, id) {
				continue
			}
			is, err := answersForOne(ctx, q, id)
			if err != nil {
				return err
			}
			if is {
				busy = append(busy, id)
			} else {
				free = append(free, id)
			}
		}
		return err
	}
	for _, d := range ahead {
		if err := look(rules.Schedule, now.Add(d)); err != nil {
			return nil, err
		}
	}
	if err := look(rules.Managers, now); err != nil {
		return nil, err
	}
	return append(free, busy...), nil
}

// onCall asks a schedule; one that the desk does not have has nobody.
func (s *Service) onCall(ctx context.Context, q db.Querier, schedule string, at time.Time) ([]int64, error) {
	on, err := s.OnCall(ctx, q, schedule, at)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return on, err
}

// nextFor is who is asked next, but for those who were; 0: nobody is left.
func (s *Service) nextFor(ctx context.Context, q db.Querier, e Emergency, was []int64) (int64, error) {
	ids, err := s.successors(ctx, q, e)
	if err != nil {
		return 0, err
	}
	users, err := s.People.Named(ctx, q, ids...)
	for _, id := range ids {
		if !slices.Contains(was, id) && users[id].Works() {
			return id, err
		}
	}
	return 0, err
}
