package alertapi

import (
	"context"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// limits hold each key to the reports a minute that the rules take. What is over is told to come again, and does: every
// sender here tries again after 429.
type limits struct {
	refused *web.Limiter // refusals that are written down, by client

	mu        sync.Mutex
	perMinute int
	readAt    time.Time
	limiter   *web.Limiter
}

func newLimits() *limits { return &limits{refused: web.NewLimiter(time.Second, 60, 0)} }

// ruleAge is how long the setting is believed before it is read again.
const ruleAge = 10 * time.Second

func (l *limits) check(ctx context.Context, s *alert.Service, key string, now time.Time) error {
	limiter, perMinute, err := l.current(ctx, s, now)
	if err != nil || limiter == nil {
		return err
	}
	if ok, wait := limiter.Allow(key, now); !ok {
		return web.RetryAfter(fault.New(fault.RateLimited,
			"Requests for this service are arriving too quickly: %d a minute are taken. Please retry later", perMinute), wait)
	}
	return nil
}

// current gives the limiter by the setting as it is; nil where there is no limit.
func (l *limits) current(ctx context.Context, s *alert.Service, now time.Time) (*web.Limiter, int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.readAt.IsZero() || now.Sub(l.readAt) > ruleAge {
		rules, err := s.Rules(access.AsSystem(ctx, "alerts"))
		if err != nil {
			return nil, 0, err
		}
		if rules.PerMinute != l.perMinute {
			l.perMinute, l.limiter = rules.PerMinute, nil
			if rules.PerMinute > 0 {
				l.limiter = web.NewLimiter(time.Minute/time.Duration(rules.PerMinute), rules.PerMinute, 0)
			}
		}
		l.readAt = now
	}
	return l.limiter, l.perMinute, nil
}
