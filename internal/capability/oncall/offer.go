package oncall

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OfferState is where an offer of cover stands.
type OfferState string

// The states. An accepted one is an override; undone, it is none any more.
const (
	Offered   OfferState = "offered"
	Accepted  OfferState = "accepted"
	Withdrawn OfferState = "withdrawn"
	Undone    OfferState = "undone"
)

// Offer is a colleague's word that they would take a request for cover, or a part of it.
type Offer struct {
	ID          int64
	CoverID     int64
	UserID      int64
	From, Until time.Time
	State       OfferState
	OverrideID  int64 // of an accepted one
	By          int64 // who offered: another than UserID on behalf
}

// Offer offers to take a request, or the part of it from From up to Until: zero is all of it. It is one's own word, or that
// of whoever the actor arranges. fault.Invalid on user, from or until where the offer cannot stand.
func (s *Service) Offer(ctx context.Context, o Offer) (Offer, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return o, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Offer, error) {
		c, b, err := s.lockCover(ctx, tx, o.CoverID)
		if err != nil {
			return o, err
		}
		if err := b.mayArrange(ctx, o.UserID); err != nil {
			return o, err
		}
		if o, err = b.typedOffer(c, o); err != nil {
			return o, err
		}
		o.State, o.By = Offered, actor(ctx)
		if o.ID, err = insertOffer(ctx, tx, o); err != nil {
			return o, err
		}
		if err := s.Log.Append(ctx, tx, Subject(c.ScheduleID), c.fact("offered", o.UserID, o.From, o.Until)); err != nil {
			return o, err
		}
		return o, s.tellOffer(ctx, tx, b, c, o)
	})
}

// typedOffer holds an offer against its request and everything else that the person does.
func (b *book) typedOffer(c Cover, o Offer) (Offer, error) {
	if !c.live(b.now) || c.State != CoverOpen {
		return o, fault.New(fault.Conflict, "This request is not open any more. Nothing was offered")
	}
	if o.From.IsZero() {
		o.From = c.From
	}
	if o.Until.IsZero() {
		o.Until = c.Until
	}
	o.From, o.Until = o.From.Truncate(time.Minute), o.Until.Truncate(time.Minute)
	switch {
	case o.UserID == c.UserID:
		return o, fault.Field("user", "That is who asks for cover. Choose somebody else")
	case !o.Until.After(o.From) || !o.Until.After(b.now):
		return o, fault.Field("until", "The part that you take must end behind its beginning, and behind now")
	case o.From.Before(c.From):
		return o, fault.Field("from", "The request begins at %s. Choose that or later", c.From.UTC().Format(stamp))
	case o.Until.After(c.Until):
		return o, fault.Field("until", "The request ends at %s. Choose that or earlier", c.Until.UTC().Format(stamp))
	}
	return o, b.canTake(c, o)
}

// Accept makes an offer so: its giver is on call instead of whoever asked. The other offers stay for what is still open.
func (s *Service) Accept(ctx context.Context, coverID, offerID int64) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, b, o, err := s.lockOffer(ctx, tx, coverID, offerID)
		if err != nil {
			return err
		}
		if err := b.mayArrange(ctx, c.UserID); err != nil {
			return err
		}
		if o.State != Offered || !c.live(tx.Now()) || c.State != CoverOpen {
			return fault.New(fault.Conflict, "This offer does not stand any more. Look at the request as it is now")
		}
		if err := b.canTake(c, o); err != nil { // much may have changed since it was offered
			said, _ := fault.Public(err)
			return fault.New(fault.Conflict, "%s", said)
		}
		return s.accept(ctx, tx, b, c, o)
	})
}

// accept puts an override in the place of an offer, and closes the request where nothing is left of it.
func (s *Service) accept(ctx context.Context, tx *db.Tx, b *book, c Cover, o Offer) error {
	from := later(o.From, tx.Now().Truncate(time.Second))
	over := Override{ScheduleID: c.ScheduleID, CoverID: c.ID, By: actor(ctx), Note: c.Note,
		Override: rotation.Override{Kind: rotation.Replace, Of: c.UserID, User: o.UserID, From: from, Until: o.Until}}
	var err error
	if over.ID, err = insertOverride(ctx, tx, over); err != nil {
		return err
	}
	if err := setOfferState(ctx, tx, o.ID, Accepted, over.ID); err != nil {
		return err
	}
	left, err := b.history(c.ScheduleID).with(over).duties(c.UserID, later(c.From, tx.Now()), c.Until)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		if err := setCoverState(ctx, tx, c.ID, CoverDone); err != nil {
			return err
		}
	}
	if err := s.Log.Append(ctx, tx, Subject(c.ScheduleID), c.fact("accepted", o.UserID, from, o.Until)); err != nil {
		return err
	}
	return s.tellAccepted(ctx, tx, b, c, o)
}

// Undo takes an accepted offer back, by either side or a manager: whoever asked is on call again from now on, and the
// request is open again. An offer that was not accepted yet is withdrawn.
func (s *Service) Undo(ctx context.Context, coverID, offerID int64) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, b, o, err := s.lockOffer(ctx, tx, coverID, offerID)
		if err != nil {
			return err
		}
		if err := b.mayArrange(ctx, o.UserID); err != nil && b.mayArrange(ctx, c.UserID) != nil {
			return err
		}
		switch o.State {
		case Offered:
			err = setOfferState(ctx, tx, o.ID, Withdrawn, 0)
		case Accepted:
			err = s.undo(ctx, tx, c, o)
		default:
			err = fault.New(fault.Conflict, "This offer was taken back already")
		}
		if err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, Subject(c.ScheduleID), c.fact("undone", o.UserID, o.From, o.Until)); err != nil || o.State == Offered {
			return err
		}
		return s.tellUndone(ctx, tx, b, c, o)
	})
}

func (s *Service) undo(ctx context.Context, tx *db.Tx, c Cover, o Offer) error {
	if !tx.Now().Before(o.Until) {
		return fault.New(fault.Conflict, "This cover is over, and who was on call then stays as it was")
	}
	over, err := findOverride(ctx, tx, o.OverrideID)
	switch {
	case fault.Is(err, fault.NotFound): // taken back by hand already
	case err != nil:
		return err
	case !tx.Now().After(over.From):
		err = deleteOverride(ctx, tx, over.ID)
	default:
		err = endOverride(ctx, tx, over.ID)
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if err := setOfferState(ctx, tx, o.ID, Undone, 0); err != nil {
		return err
	}
	if c.State == CoverDone {
		return s.reopen(ctx, tx, c)
	}
	return nil
}

// lockOffer is lockCover for one of its offers.
func (s *Service) lockOffer(ctx context.Context, tx *db.Tx, coverID, offerID int64) (Cover, *book, Offer, error) {
	c, b, err := s.lockCover(ctx, tx, coverID)
	if err != nil {
		return c, b, Offer{}, err
	}
	o, ok := c.offer(offerID)
	if !ok {
		return c, b, o, fault.New(fault.NotFound, "There is no offer with the number %d", offerID)
	}
	return c, b, o, nil
}
