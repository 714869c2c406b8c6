package db

import (
	"context"
	"sync"
)

// group gathers small writes that arrive together into one SQLite commit, so that a hundred mails a second
// cost a few fsyncs. Whoever finds no leader becomes one; there is no goroutine to start or stop.
type group struct {
	mu      sync.Mutex
	waiting []*member
	leading bool
}

type member struct {
	ctx  context.Context
	fn   func(tx *Tx) error
	done chan error
}

const groupMax = 64

// Group runs fn in a write transaction that it may share with other callers of Group. fn must be short. It
// fails alone: its own error undoes only its own statements. nil means committed. On PostgreSQL, which
// groups commits itself, it is Do.
func (d *DB) Group(ctx context.Context, fn func(tx *Tx) error) error {
	if d.engine == PostgreSQL {
		return d.Do(ctx, fn)
	}
	m := &member{ctx: ctx, fn: fn, done: make(chan error, 1)}
	g := &d.group
	g.mu.Lock()
	g.waiting = append(g.waiting, m)
	lead := !g.leading
	g.leading = true
	g.mu.Unlock()
	if lead {
		d.lead()
	}
	return <-m.done
}

// lead commits batches until nobody waits. The leader's own member is in the first batch, but it serves the
// later ones too: they arrived while it committed.
func (d *DB) lead() {
	g := &d.group
	for {
		g.mu.Lock()
		n := min(len(g.waiting), groupMax)
		batch := g.waiting[:n:n]
		g.waiting = g.waiting[n:]
		if n == 0 {
			g.leading = false
			g.waiting = nil
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
		d.commitBatch(batch)
	}
}

func (d *DB) commitBatch(batch []*member) {
	if len(batch) == 1 {
		batch[0].done <- d.Do(batch[0].ctx, batch[0].fn)
		return
	}
	errs := make([]error, len(batch))
	// A member's cancelled context must not undo its neighbours.
	ctx := context.WithoutCancel(batch[0].ctx)
	err := d.Do(ctx, func(tx *Tx) error {
		for i, m := range batch {
			errs[i] = tx.savepoint(ctx, m.fn)
		}
		return nil
	})
	for i, m := range batch {
		if err != nil {
			errs[i] = err
		}
		m.done <- errs[i]
	}
}

// savepoint undoes fn's statements alone when it fails (https://www.sqlite.org/lang_savepoint.html).
func (tx *Tx) savepoint(ctx context.Context, fn func(tx *Tx) error) error {
	if _, err := tx.Exec(ctx, "SAVEPOINT member"); err != nil {
		return err
	}
	after := len(tx.after)
	if err := fn(tx); err != nil {
		tx.after = tx.after[:after]
		if _, rb := tx.Exec(ctx, "ROLLBACK TO member"); rb != nil {
			return rb
		}
		_, rb := tx.Exec(ctx, "RELEASE member")
		if rb != nil {
			return rb
		}
		return err
	}
	_, err := tx.Exec(ctx, "RELEASE member")
	return err
}
