package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Door judges customers who ask for a ticket of their own, by the rule that every way in goes by. Without one the
// contract of their organization decides alone.
type Door struct {
	// Judge says why somebody is turned away; the zero refusal lets them in.
	Judge func(ctx context.Context, q db.Querier, a OwnAsking) (OwnRefusal, error)
	// TurnedAway notes that somebody had written something and was turned away with it.
	TurnedAway func(ctx context.Context, tx *db.Tx, a OwnAsking, r OwnRefusal) error
}

// AttachDoor lends the door. It must not be called once the desk runs.
func (s *Service) AttachDoor(d Door) { s.door = d }

// OwnAsking is a customer who asks for a ticket.
type OwnAsking struct {
	UserID   int64
	Form     Form   // ID 0: none, or none chosen yet
	FollowUp bool   // of a closed ticket of theirs
	Subject  string // empty: not written yet
}

// OwnRefusal is why a customer is turned away.
type OwnRefusal struct {
	Reason string // a word; empty: they are let in
	Words  string // what they are told, Markdown in their language
}

// asking is the customer with what they ask by.
func (s *Service) asking(ctx context.Context, q db.Querier, who customer, n OwnNew) (OwnAsking, error) {
	a := OwnAsking{UserID: who.id, FollowUp: n.FollowUpOf != 0, Subject: n.Subject}
	if n.FormID == 0 {
		return a, nil
	}
	form, err := formOf(ctx, q, n.FormID)
	a.Form = form
	return a, err
}

// turnAway notes the refusal in a transaction of its own, for the one of the ticket came to nothing.
func (s *Service) turnAway(ctx context.Context, who customer, n OwnNew, r OwnRefusal) error {
	if s.door.TurnedAway == nil || r.Reason == "" {
		return nil
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		a, err := s.asking(ctx, tx, who, n)
		if err != nil {
			return err
		}
		return s.door.TurnedAway(asDesk(ctx), tx, a, r)
	})
}
