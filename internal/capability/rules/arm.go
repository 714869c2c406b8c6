package rules

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// due is what is known of an automation and a ticket.
type due struct {
	Rule   int64
	Ticket int64
	At     time.Time // zero: not again while nothing changes
	Held   bool      // it fired, and its conditions hold ever since
}

// arm works out anew when each automation is due for a ticket that something happened to.
func (s *Service) arm(ctx context.Context, tx *db.Tx, u *update) error {
	u.arms = false
	automations, err := s.active(ctx, tx, Automation)
	if err != nil || len(automations) == 0 {
		return err
	}
	return s.armAll(ctx, tx, u.ticket, automations)
}

func (s *Service) armAll(ctx context.Context, tx *db.Tx, ticketID int64, automations []Rule) error {
	m, err := s.Matters.Load(ctx, tx, ticketID, fieldsOf(automations))
	if err != nil {
		return err
	}
	env, err := s.Matters.Env(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	known, err := duesOf(ctx, tx, ticketID)
	if err != nil {
		return err
	}
	facts := m.In(env)
	for _, r := range automations {
		before, ok := known[r.ID]
		after := due{Rule: r.ID, Ticket: ticketID}
		if m.Ticket.Status != ticket.Closed {
			after = next(r, before, facts, env)
			after.Rule, after.Ticket = r.ID, ticketID
		}
		if ok && before.At.Equal(after.At) && before.Held == after.Held || !ok && after.At.IsZero() {
			continue
		}
		if err := s.setDue(ctx, tx, after); err != nil {
			return err
		}
	}
	return nil
}

// next is when an automation is due from now on, if nothing happens to the ticket. One that fired waits until
// its conditions have been false: what holds on and on is done once.
func next(r Rule, before due, f condition.Facts, env condition.Env) (after due) {
	if before.Held && condition.Eval(r.Conditions, f, env) {
		after.Held = true
		end, ends := condition.Ends(r.Conditions, f, env)
		if !ends {
			return after
		}
		env.Now = end
	}
	at, ok := condition.Next(r.Conditions, f, env)
	switch {
	case !ok:
	case !before.Held && !before.At.IsZero() && before.At.Before(at) && at.Equal(env.Now):
		after.At = before.At // overdue since then, not from now
	default:
		after.At = at
	}
	return after
}

const fireKind = "rules.fire"

type fireArgs struct {
	Rule   int64 `json:"rule"`
	Ticket int64 `json:"ticket"`
}

func fireKey(ruleID, ticketID int64) string { return fmt.Sprintf("%d:%d", ruleID, ticketID) }

// setDue keeps when an automation is due, and has a job wake it then.
func (s *Service) setDue(ctx context.Context, tx *db.Tx, d due) error {
	if err := storeDue(ctx, tx, d); err != nil {
		return err
	}
	if _, err := job.Cancel(ctx, tx, fireKind, fireKey(d.Rule, d.Ticket)); err != nil {
		return err
	}
	if d.At.IsZero() {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, fireKind, fireArgs{d.Rule, d.Ticket}, job.Options{At: d.At, Unique: fireKey(d.Rule, d.Ticket)})
	return err
}

// disarm forgets an automation's jobs; jobs that are left find nothing to do.
func (s *Service) disarm(ctx context.Context, tx *db.Tx, ruleID int64) error {
	tickets, err := ticketsDue(ctx, tx, ruleID)
	if err != nil {
		return err
	}
	for _, id := range tickets {
		if _, err := job.Cancel(ctx, tx, fireKind, fireKey(ruleID, id)); err != nil {
			return err
		}
	}
	return deleteDues(ctx, tx, ruleID)
}
