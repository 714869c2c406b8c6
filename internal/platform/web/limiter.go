package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limiter is a token bucket per key: an address at the sign-in form, a user at an upload.
type Limiter struct {
	every rate.Limit
	burst int
	max   int

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

// NewLimiter lets each key do burst things at once and one more every interval. It remembers at most
// maxKeys keys (0 means 10,000); a full bucket is forgotten first, for it says nothing.
func NewLimiter(interval time.Duration, burst, maxKeys int) *Limiter {
	if maxKeys <= 0 {
		maxKeys = 10_000
	}
	return &Limiter{every: rate.Every(interval), burst: burst, max: maxKeys, buckets: map[string]*rate.Limiter{}}
}

// Allow takes a token of key at now. Without one it says how long until the next.
func (l *Limiter) Allow(key string, now time.Time) (ok bool, retryAfter time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.buckets[key]
	if bucket == nil {
		if len(l.buckets) >= l.max {
			l.evict(now)
		}
		bucket = rate.NewLimiter(l.every, l.burst)
		l.buckets[key] = bucket
	}
	if bucket.AllowN(now, 1) {
		return true, 0
	}
	return false, l.until(bucket, now)
}

// Wait says how long until key has a token at now, and takes none; 0 where it has one.
func (l *Limiter) Wait(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.buckets[key]
	if bucket == nil || bucket.TokensAt(now) >= 1 {
		return 0
	}
	return l.until(bucket, now)
}

func (l *Limiter) until(bucket *rate.Limiter, now time.Time) time.Duration {
	short := 1 - bucket.TokensAt(now)
	return time.Duration(short / float64(l.every) * float64(time.Second))
}

// evict forgets the full buckets, and if every key is busy the fullest half: under a flood of keys the
// limiter forgives the calmest rather than grow.
func (l *Limiter) evict(now time.Time) {
	full := float64(l.burst)
	for key, bucket := range l.buckets {
		if bucket.TokensAt(now) >= full {
			delete(l.buckets, key)
		}
	}
	for level := full - 1; len(l.buckets) > l.max/2 && level >= 0; level-- {
		for key, bucket := range l.buckets {
			if bucket.TokensAt(now) >= level {
				delete(l.buckets, key)
			}
		}
	}
	if len(l.buckets) >= l.max {
		clear(l.buckets)
	}
}
