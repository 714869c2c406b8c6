package upgrade

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// mostGuests of the customer's contacts are asked to a call that nobody asked for by ticket.
const mostGuests = 5

// ProposedCall is when the call is due before the window: so many days before, at the same time by the customer's clock.
func (u Upgrade) ProposedCall(days int) time.Time {
	if !u.Windowed() {
		return time.Time{}
	}
	at := u.WindowFrom.In(u.Location()).AddDate(0, 0, -days)
	return time.Date(at.Year(), at.Month(), at.Day(), 10, 0, 0, 0, u.Location()).UTC()
}

// Call sets the call before an upgrade, or gives it another time. It is over before the window begins.
func (s *Service) Call(ctx context.Context, id int64, at time.Time) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if s.Meet == nil || s.Move == nil {
		return fault.New(fault.Unavailable, "This desk keeps no calls")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, err := s.going(ctx, tx, id)
		if err != nil {
			return err
		}
		rules, err := Rules.Get(ctx, tx)
		if err != nil {
			return err
		}
		switch {
		case !u.Windowed():
			return fault.Field("call", "Choose the window first: the call comes before it")
		case u.EngineerID == 0:
			return fault.Field("call", "Choose the engineer first: somebody has to hold the call")
		case !at.Add(time.Duration(rules.CallMinutes) * time.Minute).Before(u.WindowFrom):
			return fault.Field("call", "The call is over before the window begins, on %s UTC", u.WindowFrom.UTC().Format("2006-01-02 15:04"))
		}
		if u.CallID != 0 {
			err = s.moveTo(ctx, tx, &u, at, rules.CallMinutes)
		} else {
			u.CallID, err = s.meet(ctx, tx, u, at, rules.CallMinutes)
			u.CallAt = at
		}
		if err != nil {
			return onCallField(err)
		}
		if err := updateUpgrade(ctx, tx, u); err != nil {
			return err
		}
		return s.note(ctx, tx, u, Met{Upgrade: u.ID, At: at})
	})
}

// onCallField puts what calls refuse beside the field of this form.
func onCallField(err error) error {
	if sentence, field := fault.Public(err); field != "" {
		return fault.Field("call", "%s", sentence)
	}
	return err
}

func (s *Service) meet(ctx context.Context, tx *db.Tx, u Upgrade, at time.Time, minutes int) (int64, error) {
	guests, err := s.guests(ctx, tx, u)
	if err != nil {
		return 0, err
	}
	return s.Meet(ctx, tx, Meeting{Subject: subject(u.ID), TicketID: u.TicketID, OrganizationID: u.OrganizationID,
		Title: fmt.Sprintf("Before the upgrade of %s: %s", u.Environment, u.Title()),
		At:    at, Minutes: minutes, Hosts: []int64{u.EngineerID}, Guests: guests, About: "We go through the plan, the way back and the stops."})
}

// guests are who asked by ticket, or some of the customer's contacts.
func (s *Service) guests(ctx context.Context, q db.Querier, u Upgrade) ([]int64, error) {
	if u.TicketID != 0 {
		t, err := s.Tickets.Load(ctx, q, u.TicketID)
		if fault.Is(err, fault.NotFound) {
			return nil, nil // it is refused by its own field
		}
		return []int64{t.RequesterID}, err
	}
	contacts, err := s.People.ContactsOf(ctx, q, u.OrganizationID)
	var ids []int64
	for _, c := range contacts {
		if len(ids) < mostGuests && !slices.Contains(ids, c.UserID) {
			ids = append(ids, c.UserID)
		}
	}
	return ids, err
}

// moveCall takes the call along with a window that moves: it stays as far before it. One that would be over by then is called
// off.
func (s *Service) moveCall(ctx context.Context, tx *db.Tx, before Upgrade, u *Upgrade) error {
	if u.CallID == 0 || !u.CallAt.After(tx.Now()) {
		return nil // there is none, or it was held
	}
	if !u.Windowed() {
		return s.cancelCall(ctx, tx, u, "The window of the upgrade is open again.")
	}
	at := u.CallAt.Add(u.WindowFrom.Sub(before.WindowFrom))
	if !at.After(tx.Now()) {
		return s.cancelCall(ctx, tx, u, "The upgrade was moved, and there is no time for the call.")
	}
	rules, err := Rules.Get(ctx, tx)
	if err != nil {
		return err
	}
	if err := s.moveTo(ctx, tx, u, at, rules.CallMinutes); err != nil {
		return onCallField(err)
	}
	return s.note(ctx, tx, *u, Met{Upgrade: u.ID, At: at})
}

// moveTo gives the call another time. The upgrade knows it before it hears of it from the calls.
func (s *Service) moveTo(ctx context.Context, tx *db.Tx, u *Upgrade, at time.Time, minutes int) error {
	u.CallAt = at
	if err := updateUpgrade(ctx, tx, *u); err != nil {
		return err
	}
	return s.Move(ctx, tx, u.CallID, at, minutes)
}

// cancelCall calls off a call that is to come.
func (s *Service) cancelCall(ctx context.Context, tx *db.Tx, u *Upgrade, reason string) error {
	if u.CallID == 0 || !u.CallAt.After(tx.Now()) || s.CancelMeeting == nil {
		return nil
	}
	callID := u.CallID
	u.CallID, u.CallAt = 0, time.Time{}
	if err := updateUpgrade(ctx, tx, *u); err != nil {
		return err
	}
	if err := s.CancelMeeting(ctx, tx, callID, reason); err != nil {
		return err
	}
	return s.note(ctx, tx, *u, Met{Upgrade: u.ID})
}

// CallChanged takes over what became of the call elsewhere: another time, or none (zero). The caller is who keeps the calls.
func (s *Service) CallChanged(ctx context.Context, tx *db.Tx, id, callID int64, at time.Time) error {
	u, err := lockUpgrade(ctx, tx, id)
	if err != nil || u.CallID != callID || u.CallAt.Equal(at) {
		return err
	}
	u.CallAt = at
	if at.IsZero() {
		u.CallID = 0
	}
	if err := updateUpgrade(ctx, tx, u); err != nil {
		return err
	}
	return s.note(ctx, tx, u, Met{Upgrade: u.ID, At: at})
}
