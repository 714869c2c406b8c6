package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
)

// A mailbox belongs to one process at a time. A process that dies on this host is found out at once, one on
// another host when its lease runs out.
const (
	leaseFor   = 30 * time.Second
	leaseRenew = 10 * time.Second
	leaseAsk   = time.Second // between two tries to get a mailbox that another process holds
)

// alone calls fetch while this process holds the account's mailbox, again after it was lost, until ctx ends.
func (f *Fetcher) alone(ctx context.Context, account string, fetch func(ctx context.Context)) {
	for ctx.Err() == nil {
		held, err := f.take(ctx, account)
		if held {
			f.hold(ctx, account, fetch)
			continue
		}
		phase := imapfetch.Waiting // another process fetches, which is well
		if err != nil {
			phase = imapfetch.Troubled
		}
		f.note(ctx, account, string(phase), err)
		select {
		case <-ctx.Done():
		case <-time.After(leaseAsk):
		}
	}
}

// hold fetches and renews the lease meanwhile; it ends with ctx or when the lease is lost.
func (f *Fetcher) hold(ctx context.Context, account string, fetch func(ctx context.Context)) {
	lctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer cancel()
		for {
			select {
			case <-lctx.Done():
				return
			case <-time.After(leaseRenew):
			}
			// An error is the database's; fetching pauses by itself then, and nobody else can take the lease.
			if held, err := f.take(lctx, account); err == nil && !held {
				return
			}
		}
	})
	fetch(lctx)
	cancel()
	wg.Wait()
	f.release(context.WithoutCancel(ctx), account)
}

func (f *Fetcher) take(ctx context.Context, account string) (held bool, err error) {
	return db.InTx(ctx, f.s.DB, func(tx *db.Tx) (bool, error) {
		holder, err := leaseHolder(ctx, tx, account)
		if err != nil {
			return false, err
		}
		return takeLease(ctx, tx, account, f.holder, tx.Now().Add(leaseFor), dead(holder))
	})
}

func (f *Fetcher) release(ctx context.Context, account string) {
	if err := f.s.DB.Do(ctx, func(tx *db.Tx) error { return dropLease(ctx, tx, account, f.holder) }); err != nil {
		f.s.Logger.Warn("mailbox lease", "account", account, "err", err)
	}
}

// newHolder names this process among all that share the database: "host pid word".
func newHolder(word string) string {
	host, _ := os.Hostname()
	return fmt.Sprintf("%s %d %s", strings.ReplaceAll(host, " ", "-"), os.Getpid(), word)
}

// dead gives holder back if it is a process of this host that has ended, else nothing.
func dead(holder string) string {
	var host, word string
	var pid int
	if _, err := fmt.Sscan(holder, &host, &pid, &word); err != nil {
		return ""
	}
	if here, _ := os.Hostname(); strings.ReplaceAll(here, " ", "-") != host || !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return ""
	}
	return holder
}
