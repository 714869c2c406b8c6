package db

import "sync"

// signals wake the parts of this process that wait for rows of a kind. They are hints: whoever waits also
// polls, because another process may have written the row.
type signals struct {
	mu   sync.Mutex
	subs map[string]map[chan struct{}]bool
}

// Listen gives a channel that receives after a Signal of that name. Signals that come while one is waiting
// are folded into it. Unlisten ends it.
func (d *DB) Listen(name string) chan struct{} {
	d.signals.mu.Lock()
	defer d.signals.mu.Unlock()
	if d.signals.subs == nil {
		d.signals.subs = map[string]map[chan struct{}]bool{}
	}
	if d.signals.subs[name] == nil {
		d.signals.subs[name] = map[chan struct{}]bool{}
	}
	ch := make(chan struct{}, 1)
	d.signals.subs[name][ch] = true
	return ch
}

// Unlisten ends a Listen.
func (d *DB) Unlisten(name string, ch chan struct{}) {
	d.signals.mu.Lock()
	defer d.signals.mu.Unlock()
	delete(d.signals.subs[name], ch)
}

// Signal makes a function that wakes the listeners of name; hand it to AfterCommit.
func (tx *Tx) Signal(name string) func() {
	return func() {
		s := &tx.d.signals
		s.mu.Lock()
		defer s.mu.Unlock()
		for ch := range s.subs[name] {
			select {
			case ch <- struct{}{}:
			default:
			}
		}
	}
}
