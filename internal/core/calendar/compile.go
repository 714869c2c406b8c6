package calendar

import (
	"context"
	"sync"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Compiled gives the calendar as it is now, ready to measure by, and its version; fault.NotFound when there is none.
// The caller has asked who may.
func (s *Service) Compiled(ctx context.Context, q db.Querier, id int64) (*bizcal.Calendar, int64, error) {
	version, err := findVersion(ctx, q, id)
	if err != nil {
		return nil, 0, err
	}
	c, err := s.CompiledVersion(ctx, q, id, version)
	return c, version, err
}

// CompiledVersion gives a version of a calendar, ready to measure by, even when the calendar is deleted;
// fault.NotFound when there never was such a version. The caller has asked who may.
func (s *Service) CompiledVersion(ctx context.Context, q db.Querier, id, version int64) (*bizcal.Calendar, error) {
	v := pin{id, version}
	own := writtenIn(q, v) // until that commits, the number may still come to mean something else
	if c, ok := s.compiled.get(v); ok && !own {
		return c, nil
	}
	_, d, err := findDocument(ctx, q, v)
	if err != nil {
		return nil, err
	}
	c, err := s.compile(ctx, q, d)
	if err == nil && !own {
		s.compiled.put(v, c)
	}
	return c, err
}

func (s *Service) compile(ctx context.Context, q db.Querier, d document) (*bizcal.Calendar, error) {
	if len(d.Members) == 0 {
		return bizcal.New(d.Spec)
	}
	members := make([]*bizcal.Calendar, len(d.Members))
	for i, m := range d.Members {
		var err error
		if members[i], err = s.CompiledVersion(ctx, q, m.Calendar, m.Version); err != nil {
			return nil, err
		}
	}
	return bizcal.Union(members...), nil
}

// mostCompiled bounds what is kept; beyond it all is forgotten and made again as it is asked for.
const mostCompiled = 500

// compiledCache keeps versions that are committed, and so never change. Its zero value is ready.
type compiledCache struct {
	mu   sync.Mutex
	kept map[pin]*bizcal.Calendar
}

func (c *compiledCache) get(v pin) (*bizcal.Calendar, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.kept[v]
	return found, ok
}

func (c *compiledCache) put(v pin, compiled *bizcal.Calendar) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= mostCompiled {
		c.kept = map[pin]*bizcal.Calendar{}
	}
	c.kept[v] = compiled
}

type writtenKey struct{}

// written notes the versions that a transaction made.
func written(tx *db.Tx) map[pin]bool {
	return tx.Value(writtenKey{}, func() any { return map[pin]bool{} }).(map[pin]bool)
}

func writtenIn(q db.Querier, v pin) bool {
	tx, ok := q.(*db.Tx)
	return ok && written(tx)[v]
}
