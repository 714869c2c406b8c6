package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Call opens a page by hand: to the people of a.To first, if any, then as the policy says. While a page of the key is open
// its people are asked beside those who were.
func (s *Service) Call(ctx context.Context, a Alarm) (Page, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Page{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Page, error) {
		p, err := s.Trigger(ctx, tx, a)
		if err != nil || p.At.Equal(tx.Now()) || len(a.To) == 0 {
			return p, err
		}
		return p, s.askAlso(ctx, tx, p.ID, a.To)
	})
}

// AskAlso asks people about an open page beside those who were asked, whether or not somebody has it.
func (s *Service) AskAlso(ctx context.Context, id int64, users []int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.askAlso(ctx, tx, id, users) })
}

func (s *Service) askAlso(ctx context.Context, tx *db.Tx, id int64, users []int64) error {
	w, err := s.hold(ctx, tx, id)
	if err != nil {
		return err
	}
	if w.State != Triggered {
		return fault.New(fault.Conflict, "This page does not ring any more. Page them anew")
	}
	able, err := w.able(ctx, users)
	if err != nil {
		return err
	}
	if len(able) == 0 {
		return fault.Field("to", "Nobody of those works here. Choose somebody else")
	}
	if err := w.ask(ctx, Asked{Why: ByHand, Step: w.course.Step, Loop: w.course.Loop, Users: able}); err != nil {
		return err
	}
	return w.conclude(ctx)
}

// Escalate goes on to the next step without waiting for it.
func (s *Service) Escalate(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		w, err := s.hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if w.State != Triggered {
			return fault.New(fault.Conflict, "This page does not ring any more, so there is nobody to escalate to")
		}
		w.say(Escalated{Page: id})
		w.course.State.Due = tx.Now()
		if err := w.advance(ctx); err != nil {
			return err
		}
		return w.conclude(ctx)
	})
}

// Ring has an acknowledged page ring again from the first step: who has it cannot go on.
func (s *Service) Ring(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		w, err := s.hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if w.State != Acknowledged {
			return fault.New(fault.Conflict, "Only an acknowledged page can ring again")
		}
		if err := w.again(ctx); err != nil {
			return err
		}
		return w.conclude(ctx)
	})
}
