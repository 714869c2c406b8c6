package imapfetch

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"
)

// book is a Ledger in memory that tests can wait on.
type book struct {
	mu      sync.Mutex
	changed chan struct{}

	stored  map[Key]keptMail
	order   []Key
	twice   int // calls of Store for a key that was held
	joined  int // rescans that met a mail held under another key
	tries   map[Key]int
	below   map[Place]uint32
	current map[string]uint32
	status  Status
	phases  []Status

	refuse func(m Fetched) error // decides about Store
	down   error                 // of every method
}

type keptMail struct {
	Fetched
	text string
}

func newBook() *book {
	return &book{
		changed: make(chan struct{}), stored: map[Key]keptMail{}, tries: map[Key]int{},
		below: map[Place]uint32{}, current: map[string]uint32{},
	}
}

func (b *book) touch() {
	close(b.changed)
	b.changed = make(chan struct{})
}

func (b *book) Opened(_ context.Context, p Place, uidNext uint32) (uint32, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if old, known := b.current[p.Mailbox]; known && old != p.UIDValidity {
		b.below[p] = uidNext
	}
	b.current[p.Mailbox] = p.UIDValidity
	return b.below[p], b.down
}

func (b *book) Missing(_ context.Context, p Place, uids []uint32) (missing []uint32, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, uid := range uids {
		if _, held := b.stored[Key{p, uid}]; !held {
			missing = append(missing, uid)
		}
	}
	return missing, b.down
}

func (b *book) Store(_ context.Context, m Fetched) error {
	text, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.touch()
	if b.down != nil {
		return b.down
	}
	if b.refuse != nil {
		if err := b.refuse(m); err != nil {
			return err
		}
	}
	if _, held := b.stored[m.Key]; held {
		b.twice++
		return nil
	}
	if m.Rescan {
		for _, old := range b.stored {
			if old.SHA256 == m.SHA256 {
				b.joined++
				b.stored[m.Key] = old
				return nil
			}
		}
	}
	b.stored[m.Key] = keptMail{m, string(text)}
	b.order = append(b.order, m.Key)
	return nil
}

func (b *book) Failed(_ context.Context, k Key, _ error) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.touch()
	b.tries[k]++
	return b.tries[k], b.down
}

func (b *book) hear(s Status) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status = s
	b.phases = append(b.phases, s)
	b.touch()
}

// until waits for a condition, which may read all of b.
func (b *book) until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	patience := time.After(30 * time.Second)
	for {
		b.mu.Lock()
		ok, changed := condition(), b.changed
		b.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-patience:
			b.mu.Lock()
			defer b.mu.Unlock()
			t.Fatalf("waited in vain for %s: %d stored, tries %v, status %+v", what, len(b.order), b.tries, b.status)
		}
	}
}

// set changes something that the methods read.
func (b *book) set(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
}

// settled is true when all mail is stored and moved away.
func (b *book) settled(mails int) func() bool {
	return func() bool {
		return len(b.order) == mails && b.status.Phase == Waiting && b.status.Pending == 0 && b.status.InInbox == 0
	}
}

func (b *book) texts() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []string
	for _, k := range b.order {
		all = append(all, b.stored[k].text)
	}
	slices.Sort(all)
	return all
}

// begin runs the fetcher with short patience until the returned function or the end of the test.
func begin(t *testing.T, cfg Config, b *book) (stop func()) {
	t.Helper()
	cfg.Account = cmp.Or(cfg.Account, "desk")
	cfg.Poll = cmp.Or(cfg.Poll, 100*time.Millisecond)
	cfg.CommandTimeout = cmp.Or(cfg.CommandTimeout, 2*time.Second)
	cfg.BackoffMin = cmp.Or(cfg.BackoffMin, 5*time.Millisecond)
	cfg.BackoffMax = cmp.Or(cfg.BackoffMax, 20*time.Millisecond)
	cfg.OnStatus = b.hear
	cfg.SpoolDir = t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, cfg, b, slog.New(slog.NewTextHandler(testLog{t}, nil))) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

type testLog struct{ t *testing.T }

// Write passes a line on to the log of the test.
func (w testLog) Write(p []byte) (int, error) {
	w.t.Log(string(p[:len(p)-1]))
	return len(p), nil
}
