package app

import (
	"strconv"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/platform/web"
)

// callLimits keeps each person's programs to the requests a minute that the setting allows. A changed setting begins
// anew: what was used before is forgotten.
type callLimits struct {
	mu        sync.Mutex
	perMinute int
	limiter   *web.Limiter
}

// allow takes one request of a person's programs, or says how long until the next. perMinute 0 has no limit.
func (l *callLimits) allow(userID int64, perMinute int, now time.Time) (ok bool, wait time.Duration) {
	if perMinute <= 0 {
		return true, 0
	}
	return l.at(perMinute).Allow(strconv.FormatInt(userID, 10), now)
}

func (l *callLimits) at(perMinute int) *web.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limiter == nil || l.perMinute != perMinute {
		l.perMinute, l.limiter = perMinute, web.NewLimiter(time.Minute/time.Duration(perMinute), perMinute, 0)
	}
	return l.limiter
}
