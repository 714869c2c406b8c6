package incident

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Agree approves a draft. Nobody approves their own.
func (s *Service) Agree(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, u, err := lockDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		actor, _ := access.From(ctx)
		switch {
		case actor.UserID == u.AuthorID:
			return fault.New(fault.Forbidden, "You wrote this update. Ask somebody else to read it")
		case u.State == Approved:
			return nil
		}
		u.State, u.ApproverID = Approved, actor.UserID
		if err := saveUpdate(ctx, tx, u); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, Subject(i.ID), Agreed{Update: u.ID})
	})
}

// Discard drops a draft.
func (s *Service) Discard(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, u, err := lockDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		u.State = Dropped
		if err := saveUpdate(ctx, tx, u); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, Subject(i.ID), Discarded{Update: u.ID})
	})
}

// Publish makes a draft public: the incident's status and components change by it, the next one is due, subscribers hear of
// it, and pages about the incident end. fault.Conflict where somebody else must read it first.
func (s *Service) Publish(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, u, err := lockDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		needs, err := needsApproval(ctx, tx, i)
		if err != nil {
			return err
		}
		if needs && u.State != Approved {
			return fault.New(fault.Conflict,
				"Updates of %s incidents are read by somebody else before they are public. Ask for an approval", severityWord(i.Severity))
		}
		if !u.NextBy.IsZero() && !u.NextBy.After(tx.Now()) {
			return fault.New(fault.Conflict, "This draft promises the next update by %s, which is over. Write it anew", clock(u.NextBy))
		}
		return s.publish(ctx, tx, &i, u)
	})
}

func needsApproval(ctx context.Context, q db.Querier, i Incident) (bool, error) {
	list, err := Approvals.Get(ctx, q)
	return slices.Contains(list, severityWord(i.Severity)), err
}

// publish makes an update of a locked incident public.
func (s *Service) publish(ctx context.Context, tx *db.Tx, i *Incident, u Update) error {
	if err := s.impliedChanges(ctx, tx, *i, &u); err != nil {
		return err
	}
	was := i.Status
	u.State, u.PublishedAt, u.LateFor = Published, tx.Now(), i.DueAt
	if err := s.changeComponents(ctx, tx, *i, &u); err != nil {
		return err
	}
	if err := saveUpdate(ctx, tx, u); err != nil {
		return err
	}
	i.Status, i.LastAt = u.Status, tx.Now()
	i.advance(u.Status, tx.Now())
	if err := s.retime(ctx, tx, i, u.NextBy); err != nil {
		return err
	}
	if err := saveIncident(ctx, tx, *i); err != nil {
		return err
	}
	if err := s.armMaintenance(ctx, tx, *i); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, Subject(i.ID), Told{Update: u.ID, From: was, Status: u.Status, Late: u.Late()}); err != nil {
		return err
	}
	if err := s.settle(ctx, tx, *i, "a public update is out"); err != nil {
		return err
	}
	if err := s.tellSubscribers(ctx, tx, *i, u); err != nil {
		return err
	}
	return s.pageChanged(ctx, tx)
}

// impliedChanges adds what goes without saying: what is over hurts nobody any more, and maintenance that begins is under way
// where it was announced.
func (s *Service) impliedChanges(ctx context.Context, tx *db.Tx, i Incident, u *Update) (err error) {
	switch {
	case len(u.Changes) > 0:
		return nil
	case i.Kind == Maintenance && u.Status == InProgress:
		u.Changes, err = planned(ctx, tx, i.ID)
		return err
	case !u.Status.Over():
		return nil
	}
	still, err := impactsOf(ctx, tx, i.ID)
	for _, component := range still {
		u.Changes = append(u.Changes, Change{Component: component, To: Operational})
	}
	return err
}

// advance notes when an incident reached a status; one that goes on again is not resolved.
func (i *Incident) advance(to Status, now time.Time) {
	switch {
	case !to.Over():
		i.ResolvedAt = time.Time{}
	case i.ResolvedAt.IsZero():
		i.ResolvedAt = now
	}
	if to == Monitoring || to == Verifying {
		i.MonitoringAt = now
	}
}

// changeComponents lets an update's words about components hold. Those of a confidential incident change nothing that is
// public.
func (s *Service) changeComponents(ctx context.Context, tx *db.Tx, i Incident, u *Update) error {
	all, err := findComponents(ctx, tx)
	if err != nil {
		return err
	}
	known := named(all)
	kept := u.Changes[:0]
	for _, c := range u.Changes {
		component, ok := known[c.Component]
		if !ok {
			continue // it was removed since the draft was written
		}
		c.From = component.Health
		kept = append(kept, c)
		if i.Confidential || c.From == c.To || u.Status == Scheduled {
			continue
		}
		if err := setHealth(ctx, tx, i.ID, c.Component, c.To, tx.Now()); err != nil {
			return err
		}
	}
	u.Changes = kept
	return nil
}
