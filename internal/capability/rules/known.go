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
func wrote(tx *db.Tx) { *writes(tx) = true }

func writes(tx *db.Tx) *bool {
	return tx.Value(wroteKey{}, func() any { return new(bool) }).(*bool)
}

func wroteIn(q db.Querier) bool {
	tx, ok := q.(*db.Tx)
	return ok && *writes(tx)
}

// all gives every rule, triggers first, each kind in its order. The rules are shared: nobody may change them.
func (s *Service) all(ctx context.Context, q db.Querier) ([]Rule, error) {
	n, stamp, err := stampOf(ctx, q)
	if err != nil || n == 0 {
		return nil, err
	}
	if rules, ok := s.known.get(n, stamp); ok {
		return rules, nil
	}
	rules, err := findRules(ctx, q) // not under the lock: whoever has it may wait for a connection that others hold
	if err == nil && !wroteIn(q) {
		s.known.put(n, stamp, rules)
	}
	return rules, err
}

func (c *cache) get(n int, stamp time.Time) ([]Rule, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rules, c.n == n && c.stamp.Equal(stamp)
}

func (c *cache) put(n int, stamp time.Time, rules []Rule) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n, c.stamp, c.rules = n, stamp, rules
}

// active gives the rules of a kind that are at work.
func (s *Service) active(ctx context.Context, q db.Querier, kind Kind) ([]Rule, error) {
	all, err := s.all(ctx, q)
	return slices.DeleteFunc(slices.Clone(all), func(r Rule) bool { return r.Kind != kind || !r.Active }), err
}
