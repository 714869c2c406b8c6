package emergency

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// touched is what one transaction did to a ticket, as far as emergencies care.
type touched struct {
	by      int64 // who did it first; 0: the desk itself
	created bool
	mail    int64 // the comment that opened it by mail
	replied bool  // we wrote in public
	heard   bool  // the customer did
	tagged  bool
}

// update gathers what a transaction does, so that each ticket is looked at once, when all is done.
type update struct {
	tickets map[int64]*touched
	order   []int64
	planned bool
}

type updateKey struct{}

// Handler listens to what makes, changes and ends emergencies, in the transaction that does.
func (s *Service) Handler() event.Handler {
	return event.Handler{Name: "emergency", Handle: s.note,
		Kinds: []string{ticket.Created{}.EventKind(), ticket.Changed{}.EventKind(), ticket.Commented{}.EventKind()}}
}

func (s *Service) note(ctx context.Context, tx *db.Tx, e event.Event) error {
	if actor, _ := access.From(ctx); actor.Via == "import" { // what moves here happened elsewhere, long ago
		return nil
	}
	u := tx.Value(updateKey{}, func() any { return &update{tickets: map[int64]*touched{}} }).(*update)
	t := u.tickets[e.Subject.ID]
	if t == nil {
		t = &touched{by: e.ActorID}
		u.tickets[e.Subject.ID] = t
		u.order = append(u.order, e.Subject.ID)
	}
	if err := t.learn(e); err != nil {
		return err
	}
	if !u.planned {
		u.planned = true
		tx.BeforeCommit(func() error { return s.settle(ctx, tx, u) })
	}
	return nil
}

// learn takes in what an event says.
func (t *touched) learn(e event.Event) error {
	switch e.Kind {
	case ticket.Created{}.EventKind():
		t.created = true
	case ticket.Changed{}.EventKind():
		c, err := event.Decode[ticket.Changed](e)
		if err != nil {
			return err
		}
		t.tagged = t.tagged || c.Field == "tags"
	case ticket.Commented{}.EventKind():
		c, err := event.Decode[ticket.Commented](e)
		if err != nil {
			return err
		}
		if c.First && c.Channel == "mail" {
			t.mail = c.Comment
		}
		t.replied = t.replied || c.Public && c.Ours && c.Automatic == ""
		t.heard = t.heard || c.Public && !c.Ours && !c.Outside && c.Automatic == ""
	}
	return nil
}

// settle looks at every ticket of the update once. What it changes itself comes round again.
func (s *Service) settle(ctx context.Context, tx *db.Tx, u *update) error {
	ctx = access.AsSystem(ctx, "emergency")
	for len(u.order) > 0 {
		id := u.order[0]
		u.order = u.order[1:]
		what := *u.tickets[id]
		delete(u.tickets, id)
		if err := s.settleOne(ctx, tx, id, what); err != nil {
			return err
		}
	}
	u.planned = false
	return nil
}

func (s *Service) settleOne(ctx context.Context, tx *db.Tx, id int64, what touched) error {
	t, err := s.Tickets.Load(ctx, tx, id)
	if err != nil {
		return err
	}
	e, open, err := findOpen(ctx, tx, id)
	switch {
	case err != nil:
		return err
	case !open:
		if err := s.settleOrdinary(ctx, tx, t, what); err != nil {
			return err
		}
	case !t.Status.Live():
		err = s.endSolved(ctx, tx, e, t, what.by)
	case t.Stage != ticket.Emergency:
		err = s.end(ctx, tx, e, Ended{Ending: Lowered, By: what.by})
	default:
		err = s.settleWords(ctx, tx, e, what)
	}
	if err == nil && what.tagged {
		err = s.startLabelled(ctx, tx, t)
	}
	return err
}

// settleOrdinary makes a ticket an emergency that came as one, and lets others ring that were promised it.
func (s *Service) settleOrdinary(ctx context.Context, tx *db.Tx, t ticket.Ticket, what touched) error {
	if !t.Status.Live() {
		return nil
	}
	if t.Stage == ticket.Emergency {
		return s.open(ctx, tx, t, howOf(t, what), what.by)
	}
	if what.mail != 0 {
		meant, err := s.meantAsEmergency(ctx, tx, what.mail)
		if err != nil {
			return err
		}
		if meant {
			return s.open(ctx, tx, t, ByAddress, what.by)
		}
	}
	if what.replied {
		return s.settleWatched(ctx, tx, t.ID)
	}
	return s.ringClosed(ctx, tx, t)
}

// endSolved ends an emergency whose ticket was solved past it. Its stage goes back, so that a late word of thanks reopens a
// ticket and wakes nobody.
func (s *Service) endSolved(ctx context.Context, tx *db.Tx, e Emergency, t ticket.Ticket, by int64) error {
	if err := s.end(ctx, tx, e, Ended{Ending: Solved, By: by}); err != nil || t.Status == ticket.Closed || t.Stage != ticket.Emergency {
		return err
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{Stage: new(ticket.NextReply)})
	return err
}

// howOf tells by which way a ticket came that is an emergency already.
func howOf(t ticket.Ticket, what touched) How {
	switch {
	case !what.created:
		return ByHand
	case t.Channel == "api":
		return ByAPI
	case t.FormID != 0 && what.by == t.RequesterID:
		return ByForm
	}
	return ByHand
}

// settleWords follows the thread of an open emergency: our word ends the page, not the emergency.
func (s *Service) settleWords(ctx context.Context, tx *db.Tx, e Emergency, what touched) error {
	if what.replied {
		if err := s.Settle(ctx, tx, event.Ticket(e.TicketID), "replied"); err != nil {
			return err
		}
	}
	return s.hearOnCall(ctx, tx, e, what)
}
