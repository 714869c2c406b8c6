package db

import (
	"context"
	"errors"
	"sync"
)

// Gather lets calls that come at the same moment share one piece of work, such as a commit, and the time it
// takes. Whoever finds nobody at work takes it on for all who wait, itself first, and hands on to the next:
// there is no goroutine to start or stop. The zero Gather is ready.
type Gather[T any] struct {
	mu      sync.Mutex
	waiting []*call[T] // the first leads next
	leading bool
}

type call[T any] struct {
	ctx  context.Context
	item T
	told chan word
}

// word is what a waiting call is told: to lead, or how it went.
type word struct {
	lead bool
	err  error
}

// mostGathered bounds how many share one piece of work.
const mostGathered = 64

var errGathered = errors.New("the work that was shared with others broke off")

// Do gives item to together, perhaps with those of others, and tells how it went. together does all or nothing.
// Where it fails with several items it is called again for each one alone, with the context of that one, so
// that nobody fails for another's sake.
func (g *Gather[T]) Do(ctx context.Context, item T, together func(ctx context.Context, items []T) error) error {
	c := &call[T]{ctx: ctx, item: item, told: make(chan word, 1)}
	if !g.leads(c) {
		if w := <-c.told; !w.lead {
			return w.err
		}
	}
	batch := g.take()
	errs := make([]error, len(batch))
	for i := range errs {
		errs[i] = errGathered // unless together returns
	}
	defer func() { g.handOn(batch, errs) }()
	run(batch, errs, together)
	return errs[0]
}

func run[T any](batch []*call[T], errs []error, together func(ctx context.Context, items []T) error) {
	items := make([]T, len(batch))
	for i, c := range batch {
		items[i] = c.item
	}
	err := together(batch[0].ctx, items)
	for i, c := range batch {
		if errs[i] = err; err != nil && len(batch) > 1 {
			errs[i] = together(c.ctx, items[i:i+1])
		}
	}
}

// leads puts c into the queue and reports whether it is up to c to work.
func (g *Gather[T]) leads(c *call[T]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, c)
	first := !g.leading
	g.leading = true
	return first
}

func (g *Gather[T]) take() []*call[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), mostGathered)
	batch := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	return batch
}

// handOn tells the others of a batch how it went, and the next in the queue to lead. The leader is no servant of
// those who came later: its own caller waits.
func (g *Gather[T]) handOn(batch []*call[T], errs []error) {
	for i, c := range batch[1:] {
		c.told <- word{err: errs[i+1]}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.leading = len(g.waiting) > 0; g.leading {
		g.waiting[0].told <- word{lead: true}
	} else {
		g.waiting = nil
	}
}
