package sla

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Handler gathers the facts of a transaction and works on them once per ticket at its end, so that a comment, the
// fields changed with it and what rules made of both are seen whole. Rules come before it in app's list.
func (s *Service) Handler() event.Handler {
	kinds := append(heard(), fired{}.EventKind(), Promised{}.EventKind(), PolicySaved{}.EventKind(), PolicyDeleted{}.EventKind(), calendar.Saved{}.EventKind(),
		calendar.Deleted{}.EventKind(), people.OrganizationSaved{}.EventKind(), settings.Changed{}.EventKind(),
		environment.Saved{}.EventKind(), environment.Retired{}.EventKind(), environment.Chosen{}.EventKind())
	return event.Handler{Name: "sla", Kinds: kinds, Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
		g := tx.Value(gatherKey{}, func() any { return &gathered{updates: map[int64]*update{}} }).(*gathered)
		if !g.awaited {
			g.awaited = true
			tx.BeforeCommit(func() error { return s.settle(ctx, tx, g) })
		}
		if e.Subject.Type != ofTicket {
			return s.deskChanged(tx, g, e)
		}
		u := g.update(e)
		if tx.Moved() {
			return s.replay(ctx, tx, u)
		}
		return nil
	}}
}

type gatherKey struct{}

// gathered is what happened in one transaction.
type gathered struct {
	awaited bool // settle is to come
	updates map[int64]*update
	order   []int64 // of tickets, as they came
	changes []deskChange
}

// update is what happened to one ticket.
type update struct {
	ticket int64
	events []event.Event // not worked on yet
	work   *work         // in hand; only while a history is replayed
}

func (g *gathered) update(e event.Event) *update {
	u := g.updates[e.Subject.ID]
	if u == nil {
		u = &update{ticket: e.Subject.ID}
		g.updates[e.Subject.ID] = u
		g.order = append(g.order, e.Subject.ID)
	}
	u.events = append(u.events, e)
	return u
}

// settle works on all that was gathered. What its own facts lead to, as a rule that answers a breach, is gathered
// anew.
func (s *Service) settle(ctx context.Context, tx *db.Tx, g *gathered) error {
	updates, order, changes := g.updates, g.order, g.changes
	*g = gathered{updates: map[int64]*update{}}
	for _, id := range order {
		if err := s.settleTicket(ctx, tx, updates[id]); err != nil {
			return err
		}
	}
	for _, c := range changes {
		if err := s.retarget(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// terming reports whether what applies to a ticket may have changed with an event. Comments and statuses may be
// conditions of a policy, too, but a history that is replayed is not asked again for every word of it.
func terming(e event.Event) bool {
	switch e.Kind {
	case ticket.Commented{}.EventKind():
		c, err := event.Decode[ticket.Commented](e)
		return err == nil && c.First
	case ticket.Changed{}.EventKind():
		c, err := event.Decode[ticket.Changed](e)
		return err == nil && !slices.Contains([]string{"status", "assignee", "subject", "cc", "follower", "due"}, c.Field)
	}
	return e.Kind == Promised{}.EventKind() || e.Kind == environment.Chosen{}.EventKind()
}
