package account

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// update gathers what a transaction does to tickets, so that each is looked at once, when all is done: whether one is an
// emergency is known only then.
type update struct {
	tickets map[int64]bool // whether it was opened in this transaction
	order   []int64
	planned bool
}

type updateKey struct{}

// Handler listens to new tickets, to what makes and ends emergencies, to time off, and to people who leave.
func (s *Service) Handler() event.Handler {
	return event.Handler{Name: "account", Handle: s.handle, Kinds: []string{ticket.Created{}.EventKind(), ticket.Changed{}.EventKind(),
		people.TimeOffPlanned{}.EventKind(), people.TimeOffCancelled{}.EventKind(), people.UserChanged{}.EventKind()}}
}

func (s *Service) handle(ctx context.Context, tx *db.Tx, e event.Event) error {
	if p, _ := access.From(ctx); p.Via == "import" { // what moves here happened elsewhere, long ago
		return nil
	}
	ctx = access.AsSystem(ctx, "account")
	switch e.Kind {
	case people.TimeOffPlanned{}.EventKind():
		off, err := event.Decode[people.TimeOffPlanned](e)
		if err != nil {
			return err
		}
		if err := s.plannedOff(ctx, tx, e.Subject.ID, off); err != nil {
			return err
		}
		return s.podOut(ctx, tx, e.Subject.ID, off)
	case people.TimeOffCancelled{}.EventKind():
		off, err := event.Decode[people.TimeOffCancelled](e)
		if err != nil {
			return err
		}
		return s.cancelledOff(ctx, tx, off)
	case people.UserChanged{}.EventKind():
		c, err := event.Decode[people.UserChanged](e)
		if err != nil {
			return err
		}
		return s.userChanged(ctx, tx, e.Subject.ID, c)
	}
	return s.note(ctx, tx, e)
}

// note keeps what an event says of its ticket for the end of the transaction.
func (s *Service) note(ctx context.Context, tx *db.Tx, e event.Event) error {
	if e.Kind == (ticket.Changed{}).EventKind() {
		c, err := event.Decode[ticket.Changed](e)
		if err != nil || c.Field != "stage" && c.Field != "status" && c.Field != "organization" {
			return err
		}
	}
	u := tx.Value(updateKey{}, func() any { return &update{tickets: map[int64]bool{}} }).(*update)
	if _, known := u.tickets[e.Subject.ID]; !known {
		u.order = append(u.order, e.Subject.ID)
	}
	u.tickets[e.Subject.ID] = u.tickets[e.Subject.ID] || e.Kind == (ticket.Created{}).EventKind()
	if !u.planned {
		u.planned = true
		tx.BeforeCommit(func() error { return s.settle(ctx, tx, u) })
	}
	return nil
}

// settle looks at every ticket of the update once. What it changes itself comes round again.
func (s *Service) settle(ctx context.Context, tx *db.Tx, u *update) error {
	for len(u.order) > 0 {
		id := u.order[0]
		u.order = u.order[1:]
		created := u.tickets[id]
		delete(u.tickets, id)
		t, err := s.Tickets.Load(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.settleEmergency(ctx, tx, t); err != nil {
			return err
		}
		if err := s.settleNew(ctx, tx, t, created); err != nil {
			return err
		}
	}
	u.planned = false
	return nil
}
