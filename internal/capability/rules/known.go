package rules

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// cache keeps the rules as they were last read: every update of a ticket asks for them. Its zero value is ready.
type cache struct {
	mu    sync.Mutex
	n     int
	stamp time.Time
	rules []Rule
}

type wroteKey struct{}

// wrote marks a transaction that changes rules: what it reads may be rolled back, and is not kept.
func wrote(tx *db.Tx) { tx.Value(wroteKey{}, func() any { return true }) }

func wroteIn(q db.Querier) bool {
	tx, ok := q.(*db.Tx)
	return ok && tx.Value(wroteKey{}, func() any { return false }).(bool)
}

// all gives every rule, triggers first, each kind in its order. The rules are shared: nobody may change them.
func (s *Service) all(ctx context.Context, q db.Querier) ([]Rule, error) {
	n, stamp, err := stampOf(ctx, q)
	if err != nil || n == 0 {
		return nil, err
	}
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	if s.known.n == n && s.known.stamp.Equal(stamp) {
		return s.known.rules, nil
	}
	rules, err := findRules(ctx, q)
	if err == nil && !wroteIn(q) {
		s.known.n, s.known.stamp, s.known.rules = n, stamp, rules
	}
	return rules, err
}

// active gives the rules of a kind that are at work.
func (s *Service) active(ctx context.Context, q db.Querier, kind Kind) ([]Rule, error) {
	all, err := s.all(ctx, q)
	return slices.DeleteFunc(slices.Clone(all), func(r Rule) bool { return r.Kind != kind || !r.Active }), err
}
