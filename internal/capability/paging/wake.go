package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// wakePage does what is due of a page. Another process may have done it meanwhile: the row is locked, and tells.
func (s *Service) wakePage(ctx context.Context, id int64) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		w, err := s.hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if w.nextAt.IsZero() || w.nextAt.After(tx.Now()) {
			return nil
		}
		behind := tx.Now().Sub(w.nextAt)
		if err := w.due(ctx); err != nil {
			return err
		}
		if err := w.conclude(ctx); err != nil {
			return err
		}
		return s.tellLate(ctx, tx, w.Page, behind)
	})
}

// due does what the page calls for by itself.
func (w *work) due(ctx context.Context) error {
	if w.State == Acknowledged {
		return w.again(ctx)
	}
	if err := w.replace(ctx); err != nil {
		return err
	}
	return w.advance(ctx)
}

// again has an acknowledged page ring from the first step.
func (w *work) again(ctx context.Context) error {
	w.say(Again{Page: w.ID, User: w.AckedBy})
	w.State = Triggered
	w.course = course{State: escalation.Begin(w.tx.Now())}
	return w.advance(ctx)
}
