package intake

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/smtpd"
)

// retryWindow absorbs a sender's retry of the same bytes; later the same bytes are a new mail (mail.md E2).
const retryWindow = time.Hour

// Listener is the store behind an SMTP or LMTP listener.
type Listener struct {
	s     *Service
	room  func() error
	asks  db.Gather[struct{}]
	known atomic.Pointer[[]string] // the desk's addresses, as they were when the last mail was announced
}

// Listener makes the store for smtpd. room says whether the disk has space; nil does not look.
func (s *Service) Listener(room func() error) *Listener { return &Listener{s: s, room: room} }

// Ready refuses mail for the time being while the database is away or the disk is full. It asks the database for
// the desk's addresses, which Known goes by.
func (l *Listener) Ready(ctx context.Context) error {
	if l.room != nil {
		if err := l.room(); err != nil {
			return err
		}
	}
	return l.ask(ctx)
}

// ask reads the desk's addresses, once for all mails that are announced at the same moment.
func (l *Listener) ask(ctx context.Context) error {
	return l.asks.Do(ctx, struct{}{}, func(ctx context.Context, _ []struct{}) error {
		addresses, err := Addresses.Get(ctx, l.s.DB.Read())
		if err == nil {
			l.known.Store(&addresses)
		}
		return err
	})
}

// Known says whether rcpt is one of ours. A desk without addresses takes everything: it is being set up. A mail is
// announced before its recipients are (RFC 5321 §3.3), so what Ready found is as new as the mail.
func (l *Listener) Known(ctx context.Context, rcpt string) error {
	if l.known.Load() == nil { // nothing was announced yet
		if err := l.ask(ctx); err != nil {
			return err
		}
	}
	addresses := *l.known.Load()
	if _, ours := own(addresses, rcpt); ours || len(addresses) == 0 || bounceAddress(addresses, rcpt) {
		return nil
	}
	return fault.New(fault.NotFound, "This desk has no address %s", rcpt)
}

// Store makes a delivery durable.
func (l *Listener) Store(ctx context.Context, d smtpd.Delivery) (string, error) {
	id, _, err := l.s.Receive(ctx, Inbound{Channel: d.Channel, Key: d.Key, Within: retryWindow, EnvFrom: d.From, EnvTo: d.To,
		ReceivedAt: d.ReceivedAt, Body: d.Body, Size: d.Size})
	return fmt.Sprint(id), err
}
