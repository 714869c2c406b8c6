// Package imapfetch brings mail from an IMAP mailbox into a ledger, each mail once, beside any other client
// of the mailbox. What is to be fetched is every mail in the mailbox that the ledger does not hold; flags,
// dates and sequence numbers are never asked.
package imapfetch

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Run fetches until ctx ends. Trouble with the server, the network or the ledger is logged, told to OnStatus
// and tried again; only a Config that can never work is an error.
func Run(ctx context.Context, cfg Config, ledger Ledger, log *slog.Logger) error {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return err
	}
	f := &fetcher{cfg: cfg, ledger: ledger, log: log.With("account", cfg.Account, "server", cfg.address()), givenUp: map[Key]bool{}}
	f.run(ctx)
	return nil
}

// fetcher is one mailbox over all its connections.
type fetcher struct {
	cfg    Config
	ledger Ledger
	log    *slog.Logger
	// givenUp holds mails that were tried often enough. A mail whose fetching breaks the connection can only
	// be moved aside over the next one.
	givenUp map[Key]bool
}

// run opens one connection after the other. After trouble it waits, longer each time in a row.
func (f *fetcher) run(ctx context.Context) {
	troubles := 0
	for ctx.Err() == nil {
		worked, err := f.connection(ctx)
		if ctx.Err() != nil {
			return
		}
		if worked {
			troubles = 0
		}
		if err == nil {
			continue // the connection was old
		}
		wait := backoff(f.cfg.BackoffMin, f.cfg.BackoffMax, troubles, rand.Float64())
		if fault.Is(err, fault.Unauthorized) {
			// Servers lock accounts after a few wrong passwords in a row.
			wait = max(wait, f.cfg.BackoffMax/4)
		}
		troubles++
		f.log.WarnContext(ctx, "mail fetching interrupted", "err", err, "retry_in", wait)
		f.cfg.OnStatus(Status{Phase: Troubled, Err: err, RetryIn: wait})
		sleep(ctx, wait)
	}
}

// connection works through one connection until it is old (nil) or in trouble. worked tells whether the
// mailbox was gone through at least once.
func (f *fetcher) connection(ctx context.Context) (worked bool, err error) {
	f.cfg.OnStatus(Status{Phase: Connecting})
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := f.dial(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	if err := s.open(ctx); err != nil {
		return false, err
	}
	old := time.NewTimer(f.cfg.MaxAge)
	defer old.Stop()
	for {
		if err := s.pass(ctx); err != nil {
			return worked, err
		}
		worked = true
		select {
		case <-old.C:
			s.logout(ctx)
			return worked, nil
		default:
		}
		told, err := s.wait(ctx, jitter(f.cfg.Poll, rand.Float64()))
		if err != nil {
			return worked, err
		}
		if !told {
			clear(s.resting)
		}
	}
}

// backoff doubles from low to high, and takes by chance (within [0,1)) up to half of it off, so that a
// server which comes back is not met by all its clients at once.
func backoff(low, high time.Duration, troubles int, chance float64) time.Duration {
	wait := low
	for range troubles {
		if wait *= 2; wait >= high {
			wait = high
			break
		}
	}
	return wait - time.Duration(chance*float64(wait)/2)
}

// jitter puts by chance (within [0,1)) up to a quarter on d.
func jitter(d time.Duration, chance float64) time.Duration {
	return d + time.Duration(chance*float64(d)/4)
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
