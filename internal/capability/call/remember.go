package call

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Past is a call of before, that another system knew or a demo makes up.
type Past struct {
	TicketID int64
	Kind     Kind
	Host     int64 // who of us took part
	State    State // Held, NoShow, Cancelled or Expired
	At       time.Time
	Minutes  int
	Summary  string
}

// Remember writes down a call that is over. Nobody is told of it: it was offered a day before its time, and booked two hours later.
func (s *Service) Remember(ctx context.Context, p Past) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if p.State.Open() {
		return fault.Field("state", "A call of before is over: held, no-show, cancelled or expired")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := s.Tickets.Lock(ctx, tx, p.TicketID)
		if err != nil {
			return err
		}
		users, err := s.People.Named(ctx, tx, t.RequesterID)
		if err != nil {
			return err
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil {
			return err
		}
		return s.remember(ctx, tx, p.call(t.OrganizationID, users[t.RequesterID], rules))
	})
}

// call is what the desk would have kept of it.
func (p Past) call(organization int64, customer people.User, rules Rules) Call {
	kind, _ := rules.Kind(p.Kind)
	c := Call{UID: newUID(), Kind: p.Kind, State: p.State, Subject: event.Ticket(p.TicketID), TicketID: p.TicketID, OrganizationID: organization,
		CustomerID: customer.ID, By: p.Host, Title: fmt.Sprintf("Support call #%d: %s", p.TicketID, kind.Called(customer.Locale)), Pool: []int64{p.Host},
		Choices: kind.Minutes, Zone: customer.Zone, Language: customer.Locale, OfferedAt: p.At.AddDate(0, 0, -1)}
	c.ExpiresAt = c.OfferedAt.AddDate(0, 0, rules.LinkDays)
	if customer.Email != "" {
		c.Guests = []Guest{{Address: customer.Email, Name: customer.Name, UserID: customer.ID}}
	}
	if p.State == Expired {
		c.EndedAt = c.ExpiresAt
		return c
	}
	c.From, c.Until, c.BookedAt, c.Hosts = p.At, p.At.Add(time.Duration(p.Minutes)*time.Minute), c.OfferedAt.Add(2*time.Hour), []int64{p.Host}
	c.EndedAt = c.Until
	if p.State == Held {
		c.Summary = p.Summary
	}
	return c
}

func (s *Service) remember(ctx context.Context, tx *db.Tx, c Call) (err error) {
	if c.ID, err = insertCall(ctx, tx, c); err != nil {
		return err
	}
	for _, g := range c.Guests {
		if err := insertGuest(ctx, tx, c.ID, g); err != nil {
			return err
		}
	}
	for _, id := range c.Hosts {
		if err := insertHold(ctx, tx, hold{Call: c.ID, User: id, From: c.From, Until: c.Until}); err != nil {
			return err
		}
	}
	if err := release(ctx, tx, c.ID); err != nil { // what is over holds nobody's time
		return err
	}
	return updateCall(ctx, tx, c)
}
