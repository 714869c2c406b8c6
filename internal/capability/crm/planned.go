package crm

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// planned ends the comparing of a run. A plan waits to be read; one that changes no organization goes on by itself, and so does
// one of the schedule that is within the guard, where the desk wants that.
func (s *Service) planned(ctx context.Context, tx *db.Tx, r *Run) error {
	guard, err := GuardKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	schedule, err := ScheduleKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	p := &r.Progress
	p.Cursor, p.Guarded = cursor{}, guard.Stops(p.Loss)
	scheduled := r.StartedBy == 0 && r.Source == Salesforce
	if p.ToApply == 0 || scheduled && schedule.Apply && !p.Guarded {
		r.State = Applying
	} else {
		r.State, r.Busy = Planned, false
	}
	fact := PlanMade{New: p.Kinds[Added], Changed: p.Kinds[Changed], Vanished: p.Kinds[Vanished], Skipped: p.Kinds[Skipped],
		Ambiguous: p.Kinds[Ambiguous], Guarded: p.Guarded}
	if err := s.Log.Append(ctx, tx, runSubject(r.ID), fact); err != nil {
		return err
	}
	if scheduled && r.State == Planned {
		return s.tellPlanned(ctx, tx, *r)
	}
	return nil
}

func (s *Service) tellPlanned(ctx context.Context, tx *db.Tx, r Run) error {
	p := r.Progress
	n := Notice{Cause: fmt.Sprintf("crm:%d:planned", r.ID), Subject: fmt.Sprintf("Customers from %s: a plan waits to be read", r.Origin), Path: r.Path(),
		Lead: fmt.Sprintf("%d organizations are new, %d change, %d are gone from the CRM.", p.Kinds[Added], p.Kinds[Changed], p.Kinds[Vanished])}
	if p.Guarded {
		n.Subject = fmt.Sprintf("Customers from %s: stopped, because too many would be lost", r.Origin)
		n.Lines = []string{"If this plan is applied, " + p.Loss.Words() + ".",
			"Nothing was changed. Look into the CRM first; if it is right, confirm the plan with these figures."}
	}
	return s.tell(ctx, tx, n)
}

func (s *Service) tellStopped(ctx context.Context, tx *db.Tx, r Run) error {
	if r.StartedBy != 0 { // whoever began it looks
		return nil
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprintf("crm:%d:stopped:%d", r.ID, r.version),
		Subject: fmt.Sprintf("Customers from %s: the run stopped", r.Origin),
		Lead:    "What it did so far stays. Mend what is named here, then resume it.", Lines: []string{r.Said}, Path: r.Path()})
}

// Apply begins to apply a plan. One that the guard stopped needs the figures in words: Progress.Loss.Words.
func (s *Service) Apply(ctx context.Context, id int64, confirm string) error {
	if err := access.Check(ctx, managing); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRun(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != Planned {
			return fault.New(fault.Conflict, "Run %d is %s. Only a plan that waits can be applied", id, r.State)
		}
		if busy, err := busyRun(ctx, tx); err != nil {
			return err
		} else if busy != 0 {
			return fault.New(fault.Conflict, "Run %d is under way. Wait until it is planned, or give it up", busy)
		}
		actor, _ := access.From(ctx)
		if r.Progress.Guarded {
			if !r.Progress.Loss.Said(confirm) {
				return fault.Field("confirm", "The guard stopped this plan. If it is right, type: %s", r.Progress.Loss.Words())
			}
			r.ConfirmedBy = actor.UserID
			if err := s.Log.Append(ctx, tx, runSubject(id),
				Confirmed{Vanish: r.Progress.Loss.Vanish, Lose: r.Progress.Loss.Lose, Drop: r.Progress.Loss.Drop}); err != nil {
				return err
			}
		}
		r.State, r.Busy = Applying, true
		if err := s.moved(ctx, tx, &r); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, r)
	})
}

// Lines lists lines of a plan.
func (s *Service) Lines(ctx context.Context, runID int64, f Filter) ([]Line, error) {
	if err := access.Check(ctx, managing); err != nil {
		return nil, err
	}
	if f.Most == 0 {
		f.Most = 100
	}
	return listLines(ctx, s.DB.Read(), runID, f)
}

// Line gives one line of a plan by its account; fault.NotFound when there is none.
func (s *Service) Line(ctx context.Context, runID int64, accountID string) (Line, error) {
	if err := access.Check(ctx, managing); err != nil {
		return Line{}, err
	}
	all, err := listLines(ctx, s.DB.Read(), runID, Filter{Query: AccountKey(accountID), Most: 1})
	if err == nil && len(all) == 0 {
		return Line{}, fault.New(fault.NotFound, "Run %d has no account %s", runID, accountID)
	}
	if err != nil {
		return Line{}, err
	}
	return all[0], nil
}

// The facts of runs hold numbers and words of ours, never what somebody wrote.

// Started is the fact that a run began.
type Started struct {
	Source Source `json:"source"`
}

// EventKind implements event.Fact.
func (Started) EventKind() string { return "crm.started" }

// PlanMade is the fact that a run says what it would change.
type PlanMade struct {
	New       int  `json:"new"`
	Changed   int  `json:"changed"`
	Vanished  int  `json:"vanished"`
	Skipped   int  `json:"skipped"`
	Ambiguous int  `json:"ambiguous"`
	Guarded   bool `json:"guarded,omitempty"`
}

// EventKind implements event.Fact.
func (PlanMade) EventKind() string { return "crm.planned" }

// Confirmed is the fact that somebody said yes to a plan that the guard stopped.
type Confirmed struct {
	Vanish int `json:"vanish"`
	Lose   int `json:"lose"`
	Drop   int `json:"drop,omitempty"` // contacts
}

// EventKind implements event.Fact.
func (Confirmed) EventKind() string { return "crm.confirmed" }

// Ended is the fact that a run is over.
type Ended struct {
	State    State `json:"state"`
	Applied  int   `json:"applied,omitempty"`
	Conflict int   `json:"conflict,omitempty"`
	Failed   int   `json:"failed,omitempty"`
}

// EventKind implements event.Fact.
func (Ended) EventKind() string { return "crm.ended" }
