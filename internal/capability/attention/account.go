package attention

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// drive changes an open escalation; its clock is armed anew.
func (s *Service) drive(ctx context.Context, id int64, change func(tx *db.Tx, e *Escalation, rules EscalationRules) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, err := lockEscalation(ctx, tx, id)
		if err != nil {
			return err
		}
		if !e.Open() {
			return fault.New(fault.Conflict, "This escalation has ended. Open another one if the account is at risk again")
		}
		rules, err := Escalations.Get(ctx, tx)
		if err != nil {
			return err
		}
		if err := change(tx, &e, rules); err != nil {
			return err
		}
		if err := updateEscalation(ctx, tx, e); err != nil {
			return err
		}
		if !e.Open() {
			return disarmAccount(ctx, tx, e.ID)
		}
		return s.armAccount(ctx, tx, e)
	})
}

// Tell notes what the customer was told: the clock of updates begins anew. standup notes a meeting of the team instead,
// which keeps its own clock and no other.
func (s *Service) Tell(ctx context.Context, id int64, body string, standup bool) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	if body = strings.TrimSpace(body); body == "" {
		return fault.Field("body", "Write down what was said")
	}
	return s.drive(ctx, id, func(tx *db.Tx, e *Escalation, rules EscalationRules) error {
		actor, _ := access.From(ctx)
		if standup && e.StandupAt.IsZero() {
			e.StandupAt = tx.Now()
		}
		if !standup {
			e.UpdateDue = rules.next(e.Severity, tx.Now())
		}
		n, err := insertUpdate(ctx, tx, id, Update{By: actor.UserID, At: tx.Now(), Standup: standup, Body: body})
		if err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, subject(id), Updated{Update: n, Standup: standup})
	})
}

// Reshape changes what an escalation is about: its severity with its cadence, who is responsible, tickets and people.
// Criteria that stay keep when they were met; a new severity counts from the last update.
func (s *Service) Reshape(ctx context.Context, n Escalation) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.drive(ctx, n.ID, func(tx *db.Tx, e *Escalation, rules EscalationRules) error {
		before := *e
		e.Title, e.Severity, e.DriverID, e.DriverPart, e.Channel = n.Title, n.Severity, n.DriverID, n.DriverPart, n.Channel
		e.Tickets, e.People, e.Criteria = n.Tickets, n.People, before.carried(n.Criteria)
		var err error
		if *e, err = e.typed(rules); err != nil {
			return err
		}
		if err := s.checkLinks(ctx, tx, *e); err != nil {
			return err
		}
		if e.Title != before.Title {
			if err := updateEscalation(ctx, tx, *e); err != nil {
				return err
			}
			if err := s.mark(ctx, tx, e.OrganizationID); err != nil {
				return err
			}
		}
		if e.Severity == before.Severity {
			return nil
		}
		heard, err := lastHeard(ctx, tx, *e)
		if err != nil {
			return err
		}
		e.UpdateDue = rules.next(e.Severity, heard)
		return s.Log.Append(ctx, tx, subject(e.ID), Escalated{Organization: e.OrganizationID, Severity: e.Severity, From: before.Severity})
	})
}

// carried gives criteria that were there already what is known of them.
func (e Escalation) carried(now []Criterion) []Criterion {
	for i, c := range now {
		for _, was := range e.Criteria {
			if was.Text == c.Text {
				now[i] = was
			}
		}
	}
	return now
}

// Meet notes that a criterion is met, or is not after all; n counts from 0.
func (s *Service) Meet(ctx context.Context, id int64, n int, met bool) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.drive(ctx, id, func(tx *db.Tx, e *Escalation, _ EscalationRules) error {
		if n < 0 || n >= len(e.Criteria) {
			return fault.New(fault.NotFound, "This escalation has no such criterion any more")
		}
		actor, _ := access.From(ctx)
		e.Criteria[n].MetAt, e.Criteria[n].MetBy = tx.Now(), actor.UserID
		if !met {
			e.Criteria[n] = Criterion{Text: e.Criteria[n].Text}
		}
		return nil
	})
}

// Exit ends an escalation, which every criterion must allow. The organization is escalated no more, unless another
// escalation of it is open.
func (s *Service) Exit(ctx context.Context, id int64, closing string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.drive(ctx, id, func(tx *db.Tx, e *Escalation, _ EscalationRules) error {
		if left := e.Left(); len(left) > 0 {
			return fault.New(fault.Conflict, "It ends when its criteria are met. Still open: %s", strings.Join(left, "; "))
		}
		if e.Closing = strings.TrimSpace(closing); e.Closing == "" {
			return fault.Field("closing", "Write down how it ended, for whoever looks at this account next")
		}
		e.ClosedAt = tx.Now()
		if err := updateEscalation(ctx, tx, *e); err != nil {
			return err
		}
		if err := s.mark(ctx, tx, e.OrganizationID); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, subject(id), Exited{Organization: e.OrganizationID})
	})
}
