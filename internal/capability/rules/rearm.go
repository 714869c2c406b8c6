package rules

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

const (
	rearmKind = "rules.rearm"
	sweepKind = "rules.sweep"
	// rearmed is how many tickets one transaction looks at: others must get in between.
	rearmed = 50
	// remember is how long it is known how often rules fired.
	remember = 90 * 24 * time.Hour
)

// rearming says for which tickets which automations are to be armed anew.
type rearming struct {
	Rule         int64 `json:"rule,omitempty"`         // 0: all automations
	Organization int64 `json:"organization,omitempty"` // 0: of every ticket that is not closed
}

// Schedules arm again what lies further ahead than anybody looks.
func (s *Service) Schedules() []job.Schedule {
	return []job.Schedule{{Name: "rules.rearm", Kind: rearmKind, Every: 30 * 24 * time.Hour}, {Name: "rules.sweep", Kind: sweepKind, Every: 24 * time.Hour}}
}

// rearmFor listens to what automations depend on beside their ticket.
func (s *Service) rearmFor(ctx context.Context, tx *db.Tx, e event.Event) error {
	r := rearming{}
	switch e.Kind {
	case people.OrganizationSaved{}.EventKind(), environment.Saved{}.EventKind(), environment.Retired{}.EventKind():
		r.Organization = e.Subject.ID
	case calendar.Saved{}.EventKind(), settings.Changed{}.EventKind():
	default:
		return nil
	}
	automations, err := s.active(ctx, tx, Automation)
	if err != nil || len(automations) == 0 {
		return err
	}
	return s.rearm(ctx, tx, r)
}

func (s *Service) rearm(ctx context.Context, tx *db.Tx, r rearming) error {
	_, err := job.Enqueue(ctx, tx, rearmKind, r, job.Options{})
	return err
}

// rearmJob goes through tickets in steps; done twice it does no harm.
func (s *Service) rearmJob(ctx context.Context, j job.Job) error {
	var r rearming
	if len(j.Args) > 0 {
		if err := j.Decode(&r); err != nil {
			return err
		}
	}
	ctx = access.AsSystem(ctx, "rule")
	for after := int64(0); ; {
		last, err := s.rearmSome(ctx, r, after)
		if err != nil || last == 0 {
			return err
		}
		after = last
	}
}

// rearmSome looks at the next tickets behind after and gives the last of them, 0 at the end.
func (s *Service) rearmSome(ctx context.Context, r rearming, after int64) (last int64, err error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (int64, error) {
		automations, err := s.active(ctx, tx, Automation)
		if err != nil {
			return 0, err
		}
		if r.Rule != 0 {
			if automations, err = s.only(ctx, tx, automations, r.Rule); err != nil || len(automations) == 0 {
				return 0, err
			}
		}
		ids, err := openTickets(ctx, tx, after, r.Organization, rearmed)
		if err != nil || len(ids) == 0 {
			return 0, err
		}
		for _, id := range ids {
			if err := lockTicket(ctx, tx, id); err != nil {
				return 0, fmt.Errorf("arm #%d: %w", id, err)
			}
			if err := s.armAll(ctx, tx, id, automations); err != nil {
				return 0, fmt.Errorf("arm #%d: %w", id, err)
			}
		}
		return ids[len(ids)-1], nil
	})
}

// only picks one automation; one that is switched off is disarmed.
func (s *Service) only(ctx context.Context, tx *db.Tx, automations []Rule, id int64) ([]Rule, error) {
	for _, r := range automations {
		if r.ID == id {
			return []Rule{r}, nil
		}
	}
	return nil, s.disarm(ctx, tx, id)
}

func (s *Service) sweep(ctx context.Context) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error { return dropFirings(ctx, tx, tx.Now().Add(-remember)) })
}
