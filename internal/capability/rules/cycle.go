package rules

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// cycle lets the triggers look at an update, in their order. One that changes the ticket has all others look
// again from the first; each fires once at most (Zendesk: About triggers and how they work).
func (s *Service) cycle(tx *db.Tx, u *update) error {
	ctx := access.AsSystem(u.ctx, "rule")
	u.waits, u.looks = false, true
	defer func() { u.looks, u.events, u.ctx = false, nil, nil }()
	triggers, err := s.active(ctx, tx, Trigger)
	if err != nil || len(triggers) == 0 {
		return err
	}
	fired := map[int64]bool{}
	for changed := true; changed; {
		if changed, err = s.look(ctx, tx, u, triggers, fired); err != nil {
			return err
		}
	}
	return nil
}

// look goes through the triggers until one changes the ticket, and reports whether one did.
func (s *Service) look(ctx context.Context, tx *db.Tx, u *update, triggers []Rule, fired map[int64]bool) (bool, error) {
	seen, err := s.see(ctx, tx, u, fieldsOf(triggers))
	if err != nil || seen.Ticket.Status == ticket.Closed {
		return false, err
	}
	for _, r := range triggers {
		if fired[r.ID] || !condition.Eval(r.Conditions, seen.facts, seen.env) {
			continue
		}
		fired[r.ID] = true
		changed, err := s.fire(ctx, tx, u, seen, r, Fired{})
		if err != nil || changed {
			return changed, err
		}
	}
	return false, nil
}

// sight is a ticket as rules see it.
type sight struct {
	matter.Matter
	facts condition.Facts
	env   condition.Env
}

func (s *Service) see(ctx context.Context, tx *db.Tx, u *update, fields []string) (v sight, err error) {
	if v.Matter, err = s.Matters.Load(ctx, tx, u.ticket, fields); err != nil {
		return v, err
	}
	if v.env, err = s.envFor(ctx, tx, fields); err != nil {
		return v, err
	}
	v.env.Me = u.actor.UserID
	v.facts = v.In(v.env)
	v.facts.Update, err = s.Matters.Update(ctx, tx, v.Matter, u.actor, u.events, fields)
	return v, err
}

// envFor reads the calendars only where fields count hours: most triggers do not.
func (s *Service) envFor(ctx context.Context, tx *db.Tx, fields []string) (condition.Env, error) {
	for _, name := range fields {
		f, _ := condition.FieldOf(name)
		if f.Kind == condition.Since || f.Kind == condition.Until || f.Name == "in_business_hours" {
			return s.Matters.Env(ctx, tx, tx.Now())
		}
	}
	return condition.Env{Now: tx.Now()}, nil
}

// fire does what a rule says and keeps on the ticket what it did and why. It reports whether the ticket is
// another now. What an action may not do is noted, and is no error: nobody's reply may fail for a rule's sake.
func (s *Service) fire(ctx context.Context, tx *db.Tx, u *update, v sight, r Rule, fact Fired) (bool, error) {
	fact.Rule, fact.Kind, fact.Title = r.ID, r.Kind, r.Title
	fact.Lines = lines(condition.Explain(r.Conditions, v.facts, v.env))
	before := v.Ticket.Seq
	d := doing{s: s, u: u, v: v, rule: r, fact: &fact}
	if err := d.all(ctx, tx); err != nil {
		return false, err
	}
	after, err := s.Matters.Load(ctx, tx, u.ticket, nil)
	if err != nil {
		return false, err
	}
	changed := after.Ticket.Seq > before
	if changed {
		fact.From, fact.To = before+1, after.Ticket.Seq
	}
	fact.Effects = difference(v.Facts, after.Facts)
	if err := insertFiring(ctx, tx, r.ID, u.ticket, fact.Problem); err != nil {
		return false, err
	}
	return changed, s.Log.Append(ctx, tx, event.Ticket(u.ticket), fact)
}

// fieldsOf lists the fields that rules ask for, each once.
func fieldsOf(list []Rule) []string {
	fields := []string{} // not nil: that would be all
	seen := map[string]bool{}
	for _, r := range list {
		for _, f := range r.Conditions.Fields() {
			if !seen[f] {
				seen[f] = true
				fields = append(fields, f)
			}
		}
	}
	return fields
}
