package imapfetch

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

var errClosed = errors.New("the server closed the connection")

// wait returns when the server told of new mail, and after d in any case. The looking that follows is also
// what finds out that a connection is dead.
func (s *session) wait(ctx context.Context, d time.Duration) (told bool, err error) {
	if !s.client.Caps().Has(imap.CapIdle) {
		return s.pause(ctx, d)
	}
	var idle *imapclient.IdleCommand
	err = s.within(ctx, s.cfg.CommandTimeout, "IDLE", func() (err error) {
		idle, err = s.client.Idle()
		return err
	})
	if err != nil {
		return false, err
	}
	told, paused := s.pause(ctx, d)
	err = s.within(ctx, s.cfg.CommandTimeout, "DONE", func() error {
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
	return told, errors.Join(paused, err)
}

func (s *session) pause(ctx context.Context, d time.Duration) (told bool, err error) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-s.client.Closed():
		return false, errClosed
	case <-s.news:
		return true, nil
	case <-t.C:
		return false, nil
	}
}
