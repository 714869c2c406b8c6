package paging

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// watch is the engine's second hand: beside the loop that does the work, it looks whether anything is overdue, of this or
// any other process, and then does the work itself and says so.
func (s *Service) watch(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(3 * s.Poll):
		}
		behind, err := s.behind(ctx)
		if err != nil {
			s.Logger.Error("paging: watchdog", "err", err)
		}
		if behind > 0 {
			s.rescue(ctx, behind)
		}
	}
}

// rescue does what the engine left undone, and tells those who run the desk.
func (s *Service) rescue(ctx context.Context, behind time.Duration) {
	s.Logger.Error("paging: the engine is late; the watchdog does its work", "behind", behind)
	if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.tellLate(ctx, tx, Page{}, behind) }); err != nil {
		s.Logger.Error("paging: watchdog", "err", err)
	}
	e := newEngine(s)
	e.turn(ctx)
	e.sends.Wait()
}

// behind is how late the engine is with what is most overdue; 0 while that is within bounds.
func (s *Service) behind(ctx context.Context) (time.Duration, error) {
	q, now := s.DB.Read(), s.DB.Now(ctx)
	bound, err := LateAfter.Get(ctx, q)
	if err != nil {
		return 0, err
	}
	worst := time.Duration(0)
	for _, find := range []func(context.Context, db.Querier) (time.Time, error){nextRow, nextDelivery} {
		at, err := find(ctx, q)
		if err != nil {
			return 0, err
		}
		if !at.IsZero() {
			worst = max(worst, now.Sub(at))
		}
	}
	if worst < seconds(bound) {
		return 0, nil
	}
	return worst, nil
}

// probe is the engine's line of /healthz.
func (s *Service) probe(ctx context.Context) error {
	behind, err := s.behind(ctx)
	if err != nil || behind == 0 {
		return err
	}
	return fault.New(fault.Unavailable,
		"Pages are %s late: the paging engine does not do its work. Restart Daywatch, and call those on call by hand meanwhile", behind.Round(time.Second))
}

// engineSubject is what the page about the engine's own lateness is about.
var engineSubject = event.Subject{Type: "paging", ID: 1}

// lateKey is that of the page which says that pages were late: one at a time.
const lateKey = "paging:late"

// tellLate pages those who run the desk where the engine was behind with a page: p, or some page where that is none.
func (s *Service) tellLate(ctx context.Context, tx *db.Tx, p Page, behind time.Duration) error {
	bound, err := LateAfter.Get(ctx, tx)
	if err != nil || behind < seconds(bound) || p.Key == lateKey {
		return err
	}
	policy, err := s.policyFor(ctx, tx, "")
	if err != nil {
		return err
	}
	w := &work{Service: s, tx: tx, q: tx, ringing: &ringing{}, policy: policy}
	to, err := w.lastResort(ctx)
	if err != nil {
		return err
	}
	title := fmt.Sprintf("Pages were %s late: the paging engine stood still", behind.Round(time.Second))
	if p.ID != 0 {
		title += fmt.Sprintf(". First: %s", p.Title)
	}
	_, err = s.Trigger(ctx, tx, Alarm{Key: lateKey, Subject: engineSubject, Title: title, To: to, Only: true})
	return err
}

// lastResort lists who is asked when nobody else answers.
func (w *work) lastResort(ctx context.Context) (users []int64, err error) {
	for _, t := range w.policy.LastResort {
		some, err := w.candidates(ctx, t, w.tx.Now())
		if err != nil {
			return nil, err
		}
		users = append(users, some...)
	}
	if len(users) > 0 {
		return users, nil
	}
	return w.anybody(ctx)
}
