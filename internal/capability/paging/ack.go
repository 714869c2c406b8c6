package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Acknowledge answers a page for the one signed in. The first who does has it; others are noted beside. Acknowledging again,
// or what is resolved, changes nothing.
func (s *Service) Acknowledge(ctx context.Context, id int64) (Page, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Page{}, err
	}
	p, _ := access.From(ctx)
	if p.UserID == 0 {
		return Page{}, fault.New(fault.Forbidden, "Only a person can acknowledge a page")
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Page, error) { return s.answer(ctx, tx, id, p.UserID, p.Via) })
}

// AcknowledgeAs answers a page for a person who proved otherwise who they are: how is link, webhook, reply.
func (s *Service) AcknowledgeAs(ctx context.Context, tx *db.Tx, id, userID int64, how string) (Page, error) {
	users, err := s.People.Named(ctx, tx, userID)
	if err != nil {
		return Page{}, err
	}
	ctx = access.With(ctx, users[userID].Principal(how))
	if err := access.Check(ctx, access.UpdateTickets); err != nil || !users[userID].Active {
		return Page{}, fault.New(fault.Forbidden, "This person may not acknowledge pages any more")
	}
	return s.answer(ctx, tx, id, userID, how)
}

// answer stops the page: once the transaction commits no attempt starts.
func (s *Service) answer(ctx context.Context, tx *db.Tx, id, userID int64, how string) (Page, error) {
	w, err := s.hold(ctx, tx, id)
	if err != nil || w.State == Resolved {
		return w.page(), err
	}
	before, err := acksOf(ctx, tx, id)
	if err != nil {
		return w.Page, err
	}
	for _, a := range before {
		if a.UserID == userID && w.State == Acknowledged {
			return w.Page, nil
		}
	}
	if err := insertAck(ctx, tx, id, Ack{UserID: userID, At: tx.Now(), How: how}); err != nil {
		return w.Page, err
	}
	second := w.State == Acknowledged
	w.say(Acked{Page: id, User: userID, How: how, Second: second})
	if !second {
		w.State, w.AckedBy, w.AckedAt = Acknowledged, userID, tx.Now()
		w.changed(Change{Kind: WasAcknowledged, By: userID})
		if err := cancelDeliveries(ctx, tx, id, "acknowledged"); err != nil {
			return w.Page, err
		}
	}
	return w.Page, w.conclude(ctx)
}

// page is that of the work; none where there is none.
func (w *work) page() Page {
	if w == nil {
		return Page{}
	}
	return w.Page
}
