package alert

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Call is whom an alert pages, and how loud.
type Call struct {
	Policy  string // title of an escalation policy; empty: the desk's default
	Key     string // an open page of the same key is not opened twice
	Title   string
	Urgency Urgency // High or Low
	Subject event.Subject
}

// page pages for an alert, if its urgency is to page at all. A policy that is not there any more falls back to the desk's
// default: somebody hears of it in any case.
func (s *Service) page(ctx context.Context, tx *db.Tx, m Monitored, a Alert) error {
	if a.Urgency == None || s.Deps.Page == nil {
		return nil
	}
	c := Call{Policy: m.Policy, Key: fmt.Sprintf("alert-%d-%s", a.ID, a.Urgency), Title: m.Title + ": " + a.Summary, Urgency: a.Urgency, Subject: Subject(a.ID)}
	err := s.Deps.Page(ctx, tx, c)
	if fault.Is(err, fault.NotFound) && c.Policy != "" {
		c.Policy = ""
		err = s.Deps.Page(ctx, tx, c)
	}
	return err
}

// louder pages again for an alert that got worse, if that makes it louder than what it paged with. A page that is louder
// than the storm around it stands for itself.
func (s *Service) louder(ctx context.Context, tx *db.Tx, m Monitored, before, a Alert) (Alert, error) {
	urgency := m.Urgencies.Of(a.Severity)
	if !a.Open() || !urgency.Louder(a.Urgency) {
		return a, nil
	}
	a.Urgency = urgency
	if a.State == Acknowledged { // who looks at the warning has not seen the outage
		a.State, a.AckedBy, a.AckedAt = Triggered, 0, time.Time{}
	}
	if before.LeadID != 0 {
		if err := unfold(ctx, tx, &a); err != nil {
			return a, err
		}
	}
	if err := s.Log.Append(ctx, tx, Subject(a.ID), GotWorse{Severity: string(a.Severity), Urgency: string(urgency)}); err != nil {
		return a, err
	}
	return a, s.page(ctx, tx, m, a)
}

// answered tells that somebody looks at the alert, and calls off whom else its page would ask.
func (s *Service) answered(ctx context.Context, tx *db.Tx, a Alert, fact WasAcknowledged) error {
	if err := s.Log.Append(ctx, tx, Subject(a.ID), fact); err != nil || s.Answer == nil {
		return err
	}
	return s.Answer(ctx, tx, Subject(a.ID), a.AckedBy)
}

// over tells that the alert is over, ends its pages, and hands its storm on to the next.
func (s *Service) over(ctx context.Context, tx *db.Tx, m Monitored, a Alert) error {
	if err := s.Log.Append(ctx, tx, Subject(a.ID), WasResolved{Why: a.ClosedWhy}); err != nil {
		return err
	}
	if s.Settle != nil {
		if err := s.Settle(ctx, tx, Subject(a.ID), a.ClosedWhy); err != nil {
			return err
		}
	}
	return s.leadOn(ctx, tx, m, a)
}
