package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// errTaken says that another process took the mail for deserted and has it now.
var errTaken = errors.New("another process has taken this mail over")

// send makes one try with a leased mail and records what became of every recipient.
func (s *Service) send(ctx context.Context, m Mail) error {
	trying, stop := context.WithCancel(ctx)
	defer stop()
	go s.keepLease(trying, m)
	results, cause := s.try(trying, m)
	stop()
	if errors.Is(cause, errTaken) {
		return cause
	}
	if cause != nil {
		s.Logger.Warn("mail not sent", "mail", m.ID, "attempt", m.Attempts, "err", cause)
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		now, err := lockMail(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		if now.State != Sending || now.Attempts != m.Attempts {
			return errTaken
		}
		now.LastError = ""
		if cause != nil {
			now.LastError = cause.Error()
		}
		return s.conclude(ctx, tx, &now, results)
	})
}

// try hands the mail to the relay. A mail that cannot be written is deferred: its attachment may come back.
func (s *Service) try(ctx context.Context, m Mail) ([]submit.Recipient, error) {
	relay, err := MailRelay.Get(ctx, s.DB.Read())
	if err != nil {
		return deferred(m, err), err
	}
	out, err := s.outgoing(ctx, m)
	if err != nil {
		return deferred(m, err), err
	}
	signers, err := s.signers(ctx, m.From.Address)
	if err != nil {
		return deferred(m, err), err
	}
	build := func(w io.Writer) error { return compose.Build(w, out) }
	env := submit.Envelope{From: m.EnvelopeFrom, To: m.open(), UTF8: out.UTF8()}
	return s.Submit(ctx, relay.connection(hostOf(m.From.Address)), env, func(w io.Writer) error {
		if err := compose.Sign(w, build, signers...); err != nil {
			return err
		}
		return s.beforeDot(ctx, m)
	})
}

func deferred(m Mail, err error) []submit.Recipient {
	var all []submit.Recipient
	for _, address := range m.open() {
		all = append(all, submit.Recipient{Address: address, Outcome: submit.Deferred, Text: err.Error()})
	}
	return all
}

// beforeDot commits that the final dot is about to go out. Until then a process that dies has certainly
// sent nothing; from then on only the relay's answer tells.
func (s *Service) beforeDot(ctx context.Context, m Mail) error {
	return s.DB.Group(ctx, func(tx *db.Tx) error {
		held, err := markDot(ctx, tx, m, tx.Now().Add(lease))
		if err == nil && !held {
			return errTaken
		}
		return err
	})
}

// keepLease shows that the try is alive until ctx ends.
func (s *Service) keepLease(ctx context.Context, m Mail) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(lease / 3):
		}
		err := s.DB.Do(ctx, func(tx *db.Tx) error {
			_, err := renewLease(ctx, tx, m, tx.Now().Add(lease))
			return err
		})
		if err != nil && ctx.Err() == nil {
			s.Logger.Warn("outbox lease", "mail", m.ID, "err", err)
		}
	}
}

// conclude records a try's results, and tells those who must know.
func (s *Service) conclude(ctx context.Context, tx *db.Tx, m *Mail, results []submit.Recipient) error {
	relay, err := MailRelay.Get(ctx, tx)
	if err != nil {
		return err
	}
	failed := m.settle(results, tx.Now(), relay.unknownWait())
	if err := saveOutcome(ctx, tx, *m); err != nil {
		return err
	}
	for _, r := range failed {
		if err := s.tellFailed(ctx, tx, *m, r); err != nil {
			return err
		}
	}
	if err := s.tellStuck(ctx, tx, *m); err != nil {
		return err
	}
	if m.TicketID != 0 {
		s.publish(tx, fmt.Sprint("ticket:", m.TicketID), "mail")
	}
	tx.AfterCommit(tx.Signal(signal))
	return nil
}
