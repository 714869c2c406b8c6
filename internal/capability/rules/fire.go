package rules

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	// lateAfter is from when an automation counts as late: the desk was down or drowned in work.
	lateAfter = time.Minute
	// mostADay is how often an automation may fire on one ticket in a day. More is a loop with something else.
	mostADay = 6
)

// Workers are the package's jobs.
func (s *Service) Workers() []job.Worker {
	return []job.Worker{
		{Kind: fireKind, Handle: func(ctx context.Context, j job.Job) error {
			var a fireArgs
			if err := j.Decode(&a); err != nil {
				return err
			}
			return s.fireDue(access.AsSystem(ctx, "rule"), a)
		}},
		{Kind: rearmKind, Timeout: 10 * time.Minute, Handle: s.rearmJob},
		{Kind: sweepKind, Handle: func(ctx context.Context, _ job.Job) error { return s.sweep(access.AsSystem(ctx, "job")) }},
	}
}

// fireDue does an automation's actions to a ticket, if it is due. What changed since it was armed has armed it
// anew, so that its conditions hold as of the instant that it was due at.
func (s *Service) fireDue(ctx context.Context, a fireArgs) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := lockTicket(ctx, tx, a.Ticket); err != nil {
			return err
		}
		known, err := duesOf(ctx, tx, a.Ticket)
		if err != nil {
			return err
		}
		d, ok := known[a.Rule]
		if !ok || d.At.IsZero() || d.At.After(tx.Now()) {
			return nil // armed anew meanwhile, and another job waits for that
		}
		r, err := findRule(ctx, tx, a.Rule)
		if fault.Is(err, fault.NotFound) || err == nil && !r.Active {
			return nil
		}
		if err != nil {
			return err
		}
		return s.fireRule(ctx, tx, r, d)
	})
}

func (s *Service) fireRule(ctx context.Context, tx *db.Tx, r Rule, d due) error {
	u := updatesOf(tx).byTicket[d.Ticket]
	if u == nil {
		u = &update{ticket: d.Ticket}
		updatesOf(tx).byTicket[d.Ticket] = u
	}
	v, err := s.see(ctx, tx, u, r.Conditions.Fields())
	if err != nil {
		return err
	}
	v.facts.Update = nil
	v.env.Now = d.At
	if v.Ticket.Status == ticket.Closed || !condition.Eval(r.Conditions, v.facts, v.env) { // what it depends on beside the ticket changed
		if err := storeDue(ctx, tx, due{Rule: r.ID, Ticket: d.Ticket}); err != nil {
			return err
		}
		return s.armAll(ctx, tx, d.Ticket, []Rule{r})
	}
	fact := Fired{}
	if tx.Now().Sub(d.At) > lateAfter {
		fact.Due = d.At
	}
	n, err := firedSince(ctx, tx, r.ID, d.Ticket, tx.Now().Add(-24*time.Hour))
	if err != nil {
		return err
	}
	d.At, d.Held = time.Time{}, true
	if err := storeDue(ctx, tx, d); err != nil {
		return err
	}
	if n >= mostADay {
		s.Logger.Warn("an automation loops", "rule", r.Title, "ticket", d.Ticket)
		return insertFiring(ctx, tx, r.ID, d.Ticket, "It fired on this ticket again and again within a day and stopped: something undoes what it does")
	}
	if _, err := s.fire(ctx, tx, u, v, r, fact); err != nil {
		return err
	}
	if !u.arms { // it changed nothing, so that nothing arms it anew
		return s.armAll(ctx, tx, d.Ticket, []Rule{r})
	}
	return nil
}
