package sla

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// work is the clocks of one ticket in hand: read, stepped, and kept again.
type work struct {
	s       *Service
	tx      *db.Tx
	id      int64
	state   *clock.State
	armed   time.Time // when the ticket's timer is due; zero: none
	fresh   bool      // nothing was kept of this ticket yet
	measure *measure
	effects []clock.Effect
	cause   clock.Cause // what other terms go back to
	past    bool        // it is about what happened before the desk watched: nobody is told
}

// open reads a ticket's clocks. Those of a ticket that has none yet, because it is new or older than the desk's
// clocks, are worked out of its log.
func (s *Service) open(ctx context.Context, tx *db.Tx, id int64) (*work, error) {
	w := &work{s: s, tx: tx, id: id, measure: &measure{ctx: ctx, q: tx, s: s}}
	state, armed, err := findState(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if w.state, w.armed = state, armed; state == nil {
		w.state, w.fresh = &clock.State{}, true
	}
	return w, nil
}

// settleTicket ends an update: its facts, the terms that follow from it, and what is due at once.
func (s *Service) settleTicket(ctx context.Context, tx *db.Tx, u *update) error {
	w := u.work
	if w == nil {
		var err error
		if w, err = s.open(ctx, tx, u.ticket); err != nil {
			return err
		}
	}
	if err := w.catchUp(ctx, u.events); err != nil {
		return err
	}
	if u.work != nil { // the replay is over: what passed since then, passed
		tx.NotBefore(s.DB.Now(ctx))
	}
	i, err := s.inquire(ctx, tx, u.ticket)
	if err != nil {
		return err
	}
	return w.conclude(ctx, i)
}

// catchUp takes in what happened; for a ticket that nothing was kept of, all that ever did.
func (w *work) catchUp(ctx context.Context, events []event.Event) (err error) {
	if w.fresh && !w.past && (len(events) == 0 || events[0].Kind != ticket.Created{}.EventKind()) {
		w.past = true
		if events, err = event.Of(ctx, w.tx, event.Ticket(w.id), 0); err != nil {
			return err
		}
	}
	return w.take(events)
}

// replay works on a history's facts one by one, each with the ticket as it was then.
func (s *Service) replay(ctx context.Context, tx *db.Tx, u *update) (err error) {
	if u.work == nil {
		if u.work, err = s.open(ctx, tx, u.ticket); err != nil {
			return err
		}
		u.work.past = true
	}
	events := u.events
	u.events = nil
	if err := u.work.take(events); err != nil {
		return err
	}
	if !slices.ContainsFunc(events, terming) {
		return u.work.tell(ctx)
	}
	i, err := s.inquire(ctx, tx, u.ticket)
	if err != nil {
		return err
	}
	if err := u.work.apply(ctx, i.terms()); err != nil {
		return err
	}
	return u.work.tell(ctx)
}

// take steps through events.
func (w *work) take(events []event.Event) error {
	facts, err := history(events)
	if err != nil {
		return err
	}
	for _, f := range facts {
		w.step(f)
	}
	w.cause, err = causeOf(events)
	return errors.Join(err, w.measure.failed)
}

// causeOf finds the event that other terms go back to: the first that may have changed them, or the last.
func causeOf(events []event.Event) (cause clock.Cause, err error) {
	rules, err := actedBy(events)
	if err != nil {
		return cause, err
	}
	for _, e := range slices.Backward(events) {
		if e.Kind == (fired{}).EventKind() || cause != (clock.Cause{}) && !terming(e) {
			continue
		}
		f, _, err := translate(e)
		if err != nil {
			return cause, err
		}
		cause = f.Cause
		cause.Rule = rules[e.Seq]
	}
	return cause, nil
}

func (w *work) step(f clock.Fact) {
	w.effects = append(w.effects, clock.Step(w.measure.hours, w.state, f)...)
}

// apply takes in the terms that hold now, if they are others.
func (w *work) apply(ctx context.Context, t clock.Terms) error {
	cause := w.cause
	w.cause = clock.Cause{}
	if w.state.Terms.Same(t) {
		return nil
	}
	from := len(w.effects)
	w.step(clock.Fact{Kind: clock.Applied, At: w.tx.Now(), Cause: cause, Terms: t})
	fact := Applied{Terms: t, Cause: cause}
	for _, e := range w.effects[from:] {
		if e.Mark.Kind == clock.MarkTargeted && !e.Mark.Was.Equal(e.Mark.Due) {
			fact.Moved = append(fact.Moved, Moved{Metric: e.Clock.Metric, From: e.Mark.Was, To: e.Mark.Due})
		}
	}
	if err := w.measure.failed; err != nil {
		return err
	}
	return w.s.Log.Append(ctx, w.tx, event.Ticket(w.id), fact)
}

// conclude applies the terms, does what is due, tells of it and keeps everything. Of a ticket that was closed before
// the desk had clocks nothing is kept.
func (w *work) conclude(ctx context.Context, i inquiry) error {
	if w.fresh && i.Ticket.Status == ticket.Closed && !w.tx.Moved() {
		return nil
	}
	if err := w.apply(ctx, i.terms()); err != nil {
		return err
	}
	w.step(clock.Fact{Kind: clock.Passed, At: w.tx.Now()})
	if err := w.measure.failed; err != nil {
		return err
	}
	notices := w.effects
	if err := w.tell(ctx); err != nil {
		return err
	}
	if err := w.keep(ctx, i.Ticket); err != nil {
		return err
	}
	return w.notify(ctx, i.Ticket, notices)
}

// tell writes what became of clocks into the ticket's log.
func (w *work) tell(ctx context.Context) error {
	var facts []event.Fact
	for _, e := range w.effects {
		if e.Clock.Target.Seconds == 0 {
			continue
		}
		m := Measured{Metric: e.Clock.Metric, Instance: e.Clock.Instance, Due: e.Clock.Due, Contract: e.Clock.Target.Contract}
		if !e.Mark.At.Equal(w.tx.Now()) {
			m.At = e.Mark.At
		}
		switch e.Mark.Kind {
		case clock.MarkWarned:
			facts = append(facts, Warned{Measured: m, Part: e.Mark.Part})
		case clock.MarkBreached:
			facts = append(facts, Breached{Measured: m})
		case clock.MarkFulfilled:
			facts = append(facts, Fulfilled{Measured: m, Used: int64(e.Clock.Used / time.Second), Late: !e.Clock.Breached.IsZero()})
		}
	}
	w.effects = nil
	if len(facts) == 0 {
		return nil
	}
	return w.s.Log.Append(ctx, w.tx, event.Ticket(w.id), facts...)
}

// keep stores the clocks, the next breach for lists, and sets the timer.
func (w *work) keep(ctx context.Context, t ticket.Ticket) error {
	for _, c := range w.state.Touched() {
		if err := saveClock(ctx, w.tx, w.id, c); err != nil {
			return err
		}
	}
	w.state.Settle()
	armed, err := w.arm(ctx)
	if err != nil {
		return err
	}
	if err := saveState(ctx, w.tx, w.id, w.state, armed); err != nil {
		return err
	}
	next, _ := w.state.NextBreach()
	if next.Due.Equal(t.BreachAt) && string(next.Metric) == t.BreachMetric {
		return nil
	}
	return w.s.Tickets.SetBreach(ctx, w.tx, w.id, next.Due, string(next.Metric))
}
