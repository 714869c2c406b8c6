package paging

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// send makes one try with a leased attempt and records what became of it.
func (s *Service) send(ctx context.Context, f flight) {
	trying, stop := context.WithTimeout(ctx, tryTimeout)
	receipt, err := s.try(trying, f)
	stop()
	if err != nil {
		s.Logger.Warn("paging: not sent", "page", f.PageID, "attempt", f.ID, "kind", f.Kind, "try", f.Tries, "err", err)
	}
	if err := s.record(ctx, f, receipt, err); err != nil {
		s.Logger.Error("paging: what became of an attempt", "attempt", f.ID, "err", err)
	}
}

// try hands the attempt to its way out. A panic there is one more way to fail.
func (s *Service) try(ctx context.Context, f flight) (receipt Receipt, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	sender := s.Senders[f.Kind]
	if sender == nil {
		return receipt, fault.New(fault.Invalid, "This desk has no way to send by %s", f.Kind)
	}
	a, err := s.attempt(ctx, f)
	if err != nil {
		return receipt, err
	}
	if !a.User.Active { // their account was switched off after the page went out to them
		return receipt, fault.New(fault.Forbidden, "This account is switched off")
	}
	// Between the claim and here somebody may have answered. What is on its way arrives; what is not does not start.
	now, err := findRow(ctx, s.DB.Read(), f.PageID, "")
	if err != nil {
		return receipt, err
	}
	if now.State != Triggered {
		return receipt, errAnswered
	}
	return sender.Send(ctx, a)
}

// errAnswered says that the page was answered after the attempt was claimed; nothing was sent.
var errAnswered = fault.New(fault.Conflict, "answered before it was sent")

// attempt gathers what a sender needs.
func (s *Service) attempt(ctx context.Context, f flight) (a Attempt, err error) {
	q := s.DB.Read()
	users, err := s.People.Named(ctx, q, f.UserID)
	if err != nil {
		return a, err
	}
	a = Attempt{ID: f.ID, Key: s.attemptKey(f.ID), Try: f.Tries, Page: f.page, User: users[f.UserID], Now: s.DB.Now(ctx),
		Link: s.Link(PagePath(f.PageID)), AckLink: s.Link(s.AckPath(f.ID)), Card: s.outside(s.card(ctx, f.page))}
	if a.Method, err = s.method(ctx, q, f.UserID, f.MethodID); err != nil {
		return a, err
	}
	a.Held, err = heldSince(ctx, q, f.Delivery)
	return a, err
}

// PagePath is where the workspace shows a page.
func PagePath(id int64) string { return fmt.Sprint("/pages/", id) }

// card gives what a page tells of its subject. A page goes out even where its subject cannot be read.
func (s *Service) card(ctx context.Context, p Page) Card {
	card := Card{Title: p.Title, Path: PagePath(p.ID)}
	if s.Card == nil {
		return card
	}
	told, err := s.Card(ctx, s.DB.Read(), p.Subject)
	if err != nil {
		s.Logger.Warn("paging: the subject of a page cannot be told", "page", p.ID, "err", err)
		return card
	}
	if told.Title == "" { // a subject that no part of the desk knows more of
		return card
	}
	return told
}

// bareTitle is all that a phone, a chat or a mailbox learns of a page of a restricted desk.
const bareTitle = "Restricted record"

// outside is what of a card may leave the desk.
func (s *Service) outside(c Card) Card {
	if s.Bare {
		return Card{Title: bareTitle, Path: c.Path}
	}
	return c
}

// record stores how a try ended. Nothing is stored where the attempt was taken for deserted meanwhile: another has it.
func (s *Service) record(ctx context.Context, f flight, receipt Receipt, cause error) error {
	if cause == nil {
		return s.DB.Group(ctx, func(tx *db.Tx) error {
			held, err := endTry(ctx, tx, f.Delivery, TryAccepted, receipt.Detail)
			if err != nil || !held {
				return err
			}
			d := f.Delivery
			d.taken(receipt, tx.Now())
			s.wake(tx, f.PageID)
			return saveDelivery(ctx, tx, d)
		})
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRow(ctx, tx, f.PageID)
		if err != nil {
			return err
		}
		patience, err := Insist.Get(ctx, tx)
		if err != nil {
			return err
		}
		d := f.Delivery
		held, err := endTry(ctx, tx, d, d.failed(cause, r.State == Triggered, patience, tx.Now()), d.Said)
		if err != nil || !held {
			return err
		}
		tx.AfterCommit(tx.Signal(signal))
		s.wake(tx, f.PageID)
		return s.settle(ctx, tx, d)
	})
}
