package sla

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// deskChange is something outside of tickets that their terms depend on.
type deskChange struct {
	scope string // all, organization, calendar
	id    int64
	cause clock.Cause
	title string // of what changed
}

const (
	scopeAll          = "all"
	scopeOrganization = "organization"
	scopeCalendar     = "calendar"
)

// organizationFields are those of an organization that no clock depends on.
var organizationFields = []string{"notes", "version", "deployment", "escalation_note", "contact_limit", "external_id"}

// deskChanged notes which tickets an event may give other terms.
func (s *Service) deskChanged(tx *db.Tx, g *gathered, e event.Event) error {
	c := deskChange{scope: scopeAll, cause: clock.Cause{Event: e.ID, Actor: e.ActorID, What: e.Kind}}
	ok := true
	var err error
	switch e.Kind {
	case people.OrganizationSaved{}.EventKind():
		var f people.OrganizationSaved
		f, err = event.Decode[people.OrganizationSaved](e)
		c.scope, c.id, c.title = scopeOrganization, e.Subject.ID, f.Name
		ok = slices.ContainsFunc(f.Changes, func(c people.Change) bool { return !slices.Contains(organizationFields, c.Field) })
	case environment.Saved{}.EventKind(), environment.Retired{}.EventKind(), Promised{}.EventKind():
		c.scope, c.id = scopeOrganization, e.Subject.ID
	case calendar.Saved{}.EventKind():
		var f calendar.Saved
		f, err = event.Decode[calendar.Saved](e)
		c.title, ok = f.Title, !f.New && f.Hours()
		c.scope, c.id = scopeCalendar, e.Subject.ID
	case calendar.Deleted{}.EventKind():
		c.scope, c.id = scopeCalendar, e.Subject.ID
	case settings.Changed{}.EventKind():
		var f settings.Changed
		f, err = event.Decode[settings.Changed](e)
		c.title, c.cause.What = f.Name, c.cause.What+":"+f.Name
		ok = f.Name == people.Regions.Name || f.Name == calendar.Default.Name
	case PolicySaved{}.EventKind():
		var f PolicySaved
		f, err = event.Decode[PolicySaved](e)
		c.title = f.Title
	}
	forget(tx) // what a transaction has read of the desk is old
	if err != nil || !ok {
		return err
	}
	if !slices.ContainsFunc(g.changes, func(d deskChange) bool { return d.scope == c.scope && d.id == c.id }) {
		g.changes = append(g.changes, c)
	}
	return nil
}

const (
	atOnce = 200 // how many tickets a change moves in its own transaction; more are left to a job
	chunk  = 50  // how many the job moves in one transaction, so that the desk stays usable
)

// retarget moves the clocks of all open tickets that a change of the desk concerns.
func (s *Service) retarget(ctx context.Context, tx *db.Tx, c deskChange) error {
	ids, err := affected(ctx, tx, c, 0, atOnce+1)
	if err != nil {
		return err
	}
	if len(ids) <= atOnce {
		_, err := s.move(ctx, tx, c.cause, ids)
		return err
	}
	total, err := countAffected(ctx, tx, c)
	if err != nil {
		return err
	}
	id, err := insertRetarget(ctx, tx, c, total)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Publish("sla") })
	_, err = job.Enqueue(ctx, tx, retargetKind, retargetArgs{id}, job.Options{})
	return err
}

// move gives tickets the terms that hold now, and says how many got other ones.
func (s *Service) move(ctx context.Context, tx *db.Tx, cause clock.Cause, ids []int64) (moved int, err error) {
	for _, id := range ids { // in the order of their numbers, so that two that do so do not wait for one another
		if _, err := s.Tickets.Lock(ctx, tx, id); err != nil {
			return moved, err
		}
	}
	for _, id := range ids {
		other, err := s.moveTicket(ctx, tx, cause, id)
		if err != nil {
			return moved, err
		}
		if other {
			moved++
		}
	}
	return moved, nil
}

func (s *Service) moveTicket(ctx context.Context, tx *db.Tx, cause clock.Cause, id int64) (other bool, err error) {
	i, err := s.inquire(ctx, tx, id)
	if err != nil {
		return false, err
	}
	w, err := s.open(ctx, tx, id)
	switch {
	case err != nil:
		return false, err
	case w.fresh:
		if err := w.catchUp(ctx, nil); err != nil {
			return false, err
		}
	case w.state.Terms.Same(i.terms()):
		return false, nil
	}
	w.cause = cause
	return true, w.conclude(ctx, i)
}

// Retarget is one change of the desk on its way through all open tickets.
type Retarget struct {
	ID         int64
	Cause      clock.Cause
	Title      string // of what changed
	Total      int
	Done       int
	Moved      int // of those done, how many got other terms
	CreatedAt  time.Time
	FinishedAt time.Time // zero while it runs
	scope      string
	scopeID    int64
	lastID     int64
}

// Retargets lists the changes that are on their way, and the newest that arrived.
func (s *Service) Retargets(ctx context.Context) ([]Retarget, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listRetargets(ctx, s.DB.Read())
}

const retargetKind = "sla.retarget"

type retargetArgs struct {
	Retarget int64 `json:"retarget"`
}

func (s *Service) retargeter() job.Worker {
	return job.Worker{Kind: retargetKind, Timeout: time.Hour, Handle: func(ctx context.Context, j job.Job) error {
		var a retargetArgs
		if err := j.Decode(&a); err != nil {
			return err
		}
		for {
			more, err := s.retargetChunk(ctx, a.Retarget)
			if err != nil || !more {
				return err
			}
			if err := ctx.Err(); err != nil { // it goes on from here when the desk is back
				return err
			}
		}
	}}
}

// retargetChunk moves the next tickets and notes how far it came, in one transaction.
func (s *Service) retargetChunk(ctx context.Context, id int64) (more bool, err error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (bool, error) {
		r, err := findRetarget(ctx, tx, id)
		if err != nil || !r.FinishedAt.IsZero() {
			return false, err
		}
		ids, err := affected(ctx, tx, deskChange{scope: r.scope, id: r.scopeID}, r.lastID, chunk)
		if err != nil {
			return false, err
		}
		moved, err := s.move(ctx, tx, r.Cause, ids)
		if err != nil {
			return false, err
		}
		if len(ids) > 0 {
			r.lastID = ids[len(ids)-1]
		}
		r.Done, r.Moved = r.Done+len(ids), r.Moved+moved
		if len(ids) < chunk {
			r.FinishedAt = tx.Now()
		}
		tx.AfterCommit(func() { s.Publish("sla") })
		return r.FinishedAt.IsZero(), saveRetarget(ctx, tx, r)
	})
}
