package notify

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const (
	senders = 4                // connections to the relay at once
	lease   = 30 * time.Second // without a sign of life, before another process takes a mail over
	poll    = 5 * time.Second  // at most, between looks for mail that another process queued
	grace   = 15 * time.Second // for tries under way when the desk stops
)

// Run sends what is due until ctx ends. It is not a worker of the job queue, because a relay may take its
// minutes to answer, and a relay that hangs must not keep the desk from filing mail.
func (s *Service) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	wake := s.DB.Listen(signal)
	defer s.DB.Unlisten(signal, wake)
	work := access.AsSystem(context.WithoutCancel(ctx), "mail")
	work, cancel := context.WithCancel(work)
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	slots, finished := make(chan struct{}, senders), make(chan struct{}, 1)
	for ctx.Err() == nil {
		wait := s.tick(ctx, slots, func(m Mail) {
			wg.Go(func() {
				s.guarded(work, m)
				<-slots
				select {
				case finished <- struct{}{}:
				default:
				}
			})
		})
		select {
		case <-ctx.Done():
		case <-wake:
		case <-finished:
		case <-time.After(wait):
		}
	}
	wg.Wait()
	cancel()
	return nil
}

// tick starts what is due and says how long nothing more will be.
func (s *Service) tick(ctx context.Context, slots chan struct{}, start func(Mail)) time.Duration {
	free := cap(slots) - len(slots)
	if free == 0 {
		return s.poll
	}
	mails, err := s.claim(ctx, free)
	if err != nil && ctx.Err() == nil {
		s.Logger.Error("outbox claim", "err", err)
	}
	for _, m := range mails {
		slots <- struct{}{}
		start(m)
	}
	if err != nil || len(mails) == free {
		return s.poll
	}
	return s.untilNext(ctx)
}

func (s *Service) untilNext(ctx context.Context) time.Duration {
	at, err := nextDue(ctx, s.DB.Read())
	if err != nil || at.IsZero() {
		return s.poll
	}
	// What is due and was not claimed waits for a relay to be named.
	if wait := at.Sub(s.DB.Now(ctx)); wait > 0 {
		return min(wait, s.poll)
	}
	return s.poll
}

// guarded keeps a mail that makes its sender panic from taking the desk down. The row stays leased, so it
// ends as if the process had died.
func (s *Service) guarded(ctx context.Context, m Mail) {
	defer func() {
		if p := recover(); p != nil {
			s.Logger.Error("outbox panic", "mail", m.ID, "err", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	if err := s.send(ctx, m); err != nil {
		s.Logger.Error("outbox", "mail", m.ID, "err", err)
	}
}

// claim leases up to n mails whose time has come, after taking back those whose sender died.
func (s *Service) claim(ctx context.Context, n int) ([]Mail, error) {
	if due, err := anythingDue(ctx, s.DB.Read(), s.DB.Now(ctx)); err != nil || !due {
		return nil, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) ([]Mail, error) {
		if err := s.takeBack(ctx, tx); err != nil {
			return nil, err
		}
		if ready, err := ready(ctx, tx); err != nil || !ready {
			return nil, err
		}
		ids, err := dueMails(ctx, tx, tx.Now(), n)
		if err != nil {
			return nil, err
		}
		mails := make([]Mail, 0, len(ids))
		for _, id := range ids {
			m, err := s.lease(ctx, tx, id)
			if err != nil {
				return nil, err
			}
			mails = append(mails, m)
		}
		return mails, nil
	})
}

// ready reports whether the desk can send at all. What it cannot send waits without a try being counted.
func ready(ctx context.Context, q db.Querier) (bool, error) {
	relay, err := MailRelay.Get(ctx, q)
	if err != nil || relay.Host == "" {
		return false, err
	}
	from, err := MailFrom.Get(ctx, q)
	return from.Address != "", err
}

func (s *Service) lease(ctx context.Context, tx *db.Tx, id int64) (Mail, error) {
	m, err := findMail(ctx, tx, id)
	if err != nil {
		return m, err
	}
	if m.From.Address == "" {
		if err := s.address(ctx, tx, &m); err != nil {
			return m, err
		}
		if m, err = findMail(ctx, tx, id); err != nil {
			return m, err
		}
	}
	m.Attempts++
	if m.FirstTryAt.IsZero() {
		m.FirstTryAt = tx.Now()
	}
	m.State = Sending
	return m, leaseMail(ctx, tx, m, tx.Now().Add(lease))
}

// deaths is how many senders of a mail may die before its final dot until it waits as after any other failed
// try: then the mail may be what kills them.
const deaths = 3

// takeBack ends the tries of senders that died. A death before the final dot tells nothing about the mail or
// the relay, so such a mail goes on at once.
func (s *Service) takeBack(ctx context.Context, tx *db.Tx) error {
	ids, err := deserted(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	for _, id := range ids {
		m, err := findMail(ctx, tx, id)
		if err != nil {
			return err
		}
		if m.DotAt.IsZero() && m.Attempts <= deaths {
			m.State, m.NextTryAt = Queued, tx.Now()
			if err := saveOutcome(ctx, tx, m); err != nil {
				return err
			}
			continue
		}
		if err := s.conclude(ctx, tx, &m, m.lost()); err != nil {
			return err
		}
	}
	return nil
}
