package web

import (
	"context"
	"net/http"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// whileStands gives an answer that takes its time, a stream or an export, a context that ends with the session it began
// in: at once where Config.Ended tells of it, when the session's time is over, or, ended by another process, within a
// heartbeat. What cannot be asked ends it too.
func (s *sessions) whileStands(ctx context.Context, r *http.Request) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancel(ctx)
	ended, deaf := make(<-chan struct{}), func() {}
	if s.ended != nil {
		ended, deaf = s.ended()
	}
	go func() {
		defer deaf()
		defer end()
		for {
			left, err := s.left(r)
			if err != nil {
				return
			}
			look := time.NewTimer(min(max(left, time.Second), heartbeat))
			select {
			case <-ctx.Done():
				look.Stop()
				return
			case <-ended:
				look.Stop()
			case <-look.C:
			}
		}
	}()
	return ctx, end
}

// left asks anew for how long the session of a request stands; r is as it came, before its session was loaded.
func (s *sessions) left(r *http.Request) (time.Duration, error) {
	ctx, err := s.load(r)
	if err != nil {
		return 0, err
	}
	if UserID(ctx) != 0 && s.find != nil {
		if _, err := s.find(ctx, UserID(ctx)); err != nil {
			return 0, err
		}
	}
	if UserID(ctx) == 0 {
		return 0, fault.New(fault.Unauthorized, "Sign in first")
	}
	now := s.now()
	left := s.scs.Deadline(ctx).Sub(now)
	if s.scs.GetString(ctx, keyKeep) == "" {
		left = min(left, s.time(ctx, keySeen).Add(s.idle).Sub(now))
	}
	return left, nil
}

type continuesKey struct{}

// Continues reports whether what a SessionStore is to commit is a session that was there when its request began: one that
// was ended meanwhile must not begin again by it.
func Continues(ctx context.Context) bool {
	on, _ := ctx.Value(continuesKey{}).(bool)
	return on
}
