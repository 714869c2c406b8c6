package paging

import (
	"context"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const (
	perKind = 16                    // attempts under way by one way: one that hangs must not keep the others waiting
	atOnce  = 100                   // pages and attempts that one turn takes in hand
	retake  = 20 * time.Millisecond // until what another transaction had in hand is looked at again
	grace   = 15 * time.Second      // for tries under way when the desk stops
)

// Run wakes pages and sends attempts until ctx ends. It is not a worker of the job queue: what is slow there must not keep
// a page waiting.
func (s *Service) Run(ctx context.Context) error {
	wake := s.DB.Listen(signal)
	defer s.DB.Unlisten(signal, wake)
	work, cancel := context.WithCancel(access.AsSystem(context.WithoutCancel(ctx), "paging"))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	e := newEngine(s)
	defer e.sends.Wait()
	e.sends.Go(func() { s.watch(access.AsSystem(ctx, "watchdog")) })
	for ctx.Err() == nil {
		wait := e.turn(work)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-e.finished:
		case <-time.After(wait):
		}
	}
	return nil
}

// engine is one process's part in sending pages.
type engine struct {
	*Service
	sends    sync.WaitGroup
	finished chan struct{}

	mu   sync.Mutex
	busy map[Kind]int // tries under way
}

func newEngine(s *Service) *engine {
	return &engine{Service: s, busy: map[Kind]int{}, finished: make(chan struct{}, 1)}
}

// turn does what is due and says how long nothing more will be.
func (e *engine) turn(ctx context.Context) time.Duration {
	e.wakeDue(ctx)
	flights, skipped, err := e.claim(ctx, e.full())
	if err != nil {
		e.Logger.Error("paging: claim", "err", err)
		return e.Poll
	}
	for _, f := range flights {
		e.start(ctx, f)
	}
	switch {
	case skipped:
		return retake
	case len(flights) > 0:
		return 0
	}
	return e.untilNext(ctx)
}

// start sends an attempt beside the others.
func (e *engine) start(ctx context.Context, f flight) {
	e.count(f.Kind, 1)
	e.sends.Go(func() {
		e.send(ctx, f)
		e.count(f.Kind, -1)
		select {
		case e.finished <- struct{}{}:
		default:
		}
	})
}

func (e *engine) count(k Kind, by int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.busy[k] += by
}

// full lists the ways that have as many tries under way as they may.
func (e *engine) full() (full []Kind) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for k, n := range e.busy {
		if n >= perKind {
			full = append(full, k)
		}
	}
	return full
}

// wakeDue does what is due of pages, each for itself: one that fails holds up no other.
func (s *Service) wakeDue(ctx context.Context) {
	ids, err := dueRows(ctx, s.DB.Read(), s.DB.Now(ctx), atOnce)
	if err != nil {
		s.Logger.Error("paging: what is due", "err", err)
	}
	for _, id := range ids {
		if err := s.wakePage(ctx, id); err != nil {
			s.Logger.Error("paging: page", "page", id, "err", err)
		}
	}
}

// untilNext is the time to the next thing that is due.
func (s *Service) untilNext(ctx context.Context) time.Duration {
	next := s.Poll
	for _, find := range []func(context.Context, db.Querier) (time.Time, error){nextRow, nextDelivery} {
		at, err := find(ctx, s.DB.Read())
		if err != nil || at.IsZero() {
			continue
		}
		if wait := at.Sub(s.DB.Now(ctx)); wait > 0 {
			next = min(next, wait)
		}
	}
	return next
}
