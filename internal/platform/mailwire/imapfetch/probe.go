package imapfetch

import (
	"context"
	"log/slog"

	"github.com/emersion/go-imap/v2"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Probe signs in, looks into the mailbox without touching it, and tells how many mails lie there. Run would
// meet the same trouble; its kinds are the same.
func Probe(ctx context.Context, cfg Config) (mails int, err error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return 0, err
	}
	f := &fetcher{cfg: cfg, log: slog.New(slog.DiscardHandler)}
	s, err := f.dial(ctx)
	if err != nil {
		return 0, err
	}
	defer s.close()
	err = s.within(ctx, cfg.CommandTimeout, "EXAMINE", func() error {
		box, err := s.client.Select(cfg.Mailbox, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err == nil {
			mails = int(box.NumMessages)
		}
		return err
	})
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, err, "The mailbox %s cannot be opened", cfg.Mailbox)
	}
	s.logout(ctx)
	return mails, nil
}
