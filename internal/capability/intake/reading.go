package intake

import (
	"context"
	"errors"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// Reading is what the desk makes of a mail today, whatever it made of it when it came.
type Reading struct {
	*mailwire.Message
	Ticket  int64  // where it belongs; 0: it would open a new one
	By      string // what ties it there: delivery, token, message-id, reference, subject; empty for a new ticket
	Member  bool   // the sender is on that ticket
	Suggest int64  // a ticket that its subject names and we do not trust; 0: none
	Forged  bool   // it carries a mark in our form with a wrong signature
	Reason  string // why it would be held, a Reason constant; empty: it would be filed
	Detail  string // the same in a sentence
}

// errLooked ends a transaction that was there to look.
var errLooked = errors.New("only looked")

// Read reads the raw mail of a delivery again and says what would become of it. Nothing changes. A mail that
// the parser cannot take is fault.Unavailable: that is what dead letters are.
func (s *Service) Read(ctx context.Context, d Delivery) (r Reading, err error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return Reading{}, err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fault.Wrap(fault.Unavailable, fmt.Errorf("panic: %v", p), "Delivery %d cannot be read", d.ID)
		}
	}()
	raw, size, done, err := s.Raw(ctx, d.Hash)
	if err != nil {
		return Reading{}, err
	}
	defer done()
	if d.State != Dead { // a dead letter has its ticket by its number, others found it by their marks
		d.TicketID = 0
	}
	m := letter{Delivery: d, Message: s.Parse(ctx, raw, size, mailwire.DefaultLimits())}
	if err := ctx.Err(); err != nil { // what an interrupted parse saw is not the mail
		return Reading{}, err
	}
	if m.own, err = Addresses.Get(ctx, s.DB.Read()); err != nil {
		return Reading{}, err
	}
	m.Delivery = m.describe(d)
	return s.judge(ctx, &m)
}

// judge runs the rules of filing in a transaction that ends without a trace.
func (s *Service) judge(ctx context.Context, m *letter) (Reading, error) {
	r := Reading{Message: m.Message}
	err := s.DB.Do(ctx, func(tx *db.Tx) error {
		to, err := s.thread(ctx, tx, m)
		if err != nil {
			return err
		}
		r.Ticket, r.By, r.Member, r.Suggest, r.Forged = to.ticket.ID, string(to.by), to.participant, to.suggest, len(to.forged) > 0
		if r.Reason, r.Detail, err = s.verdict(ctx, tx, m, to); err != nil {
			return err
		}
		if r.Reason == "" {
			if r.Reason, r.Detail, err = s.atDoor(ctx, tx, m, to); err != nil {
				return err
			}
		}
		return errLooked
	})
	if errors.Is(err, errLooked) {
		err = nil
	}
	return r, err
}
