package paging

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// work is a page in the hands of a transaction: what is done to it is stored, logged and told at the end, at once.
type work struct {
	*Service
	*ringing
	tx      *db.Tx
	q       db.Querier // tx, but for a preview
	policy  Policy
	facts   []event.Fact
	changes []Change
	missing []string // schedules that the step named and that are not there
	busy    []int64  // who was passed over
}

func (w *work) say(f event.Fact) { w.facts = append(w.facts, f) }
func (w *work) changed(c Change) { w.changes = append(w.changes, c) }

// conclude stores the page and tells what became of it.
func (w *work) conclude(ctx context.Context) error {
	w.schedule(w.policy)
	if err := saveRow(ctx, w.tx, *w.ringing); err != nil {
		return err
	}
	for _, subject := range w.subjects() {
		if err := w.Log.Append(ctx, w.tx, subject, w.facts...); err != nil {
			return err
		}
	}
	if w.Changed != nil {
		for _, c := range w.changes {
			c.Page = w.Page
			if err := w.Changed(ctx, w.tx, c); err != nil {
				return err
			}
		}
	}
	w.tx.AfterCommit(w.tx.Signal(signal))
	w.wake(w.tx, w.ID)
	return nil
}

// subjects are those whose logs tell of the page: itself, and the ticket it is about.
func (w *work) subjects() []event.Subject {
	all := []event.Subject{PageSubject(w.ID)}
	if w.Subject.Type == event.Ticket(0).Type {
		all = append(all, w.Subject)
	}
	return all
}

// wake refreshes open pages of the workspace once tx has committed.
func (s *Service) wake(tx *db.Tx, page int64) {
	if s.Publish == nil {
		return
	}
	tx.AfterCommit(func() {
		s.Publish(fmt.Sprint("page:", page))
		s.Publish("pages")
	})
}

// signal wakes the engine.
const signal = "paging"
