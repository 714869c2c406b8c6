package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Resolve ends the open pages of a subject.
func (s *Service) Resolve(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error {
	open, err := openOf(ctx, tx, subject)
	if err != nil {
		return err
	}
	for _, p := range open {
		if err := s.resolveIn(ctx, tx, p.ID, reason); err != nil {
			return err
		}
	}
	return nil
}

// ResolvePage ends a page by hand.
func (s *Service) ResolvePage(ctx context.Context, id int64, reason string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.resolveIn(ctx, tx, id, fault.Clip(reason, longestReason)) })
}

const longestReason = 200

func (s *Service) resolveIn(ctx context.Context, tx *db.Tx, id int64, reason string) error {
	w, err := s.hold(ctx, tx, id)
	if err != nil || w.State == Resolved {
		return err
	}
	if err := w.end(ctx, reason); err != nil {
		return err
	}
	return w.conclude(ctx)
}

// end ends the page, and what waits of it.
func (w *work) end(ctx context.Context, reason string) error {
	w.State, w.ResolvedAt, w.Reason = Resolved, w.tx.Now(), reason
	w.say(Ended{Page: w.ID, Reason: reason})
	actor, _ := access.From(ctx)
	w.changed(Change{Kind: WasResolved, By: actor.UserID})
	return cancelDeliveries(ctx, w.tx, w.ID, "resolved")
}
