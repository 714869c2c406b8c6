package call

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Offering is a call that an engineer offers the requester of a ticket.
type Offering struct {
	TicketID int64
	Kind     Kind
	Hosts    []int64 // who may take it; none: the assignee, or whoever offers it
	Group    int64   // instead: anybody of this group; 0: none
	Every    bool    // all of Hosts take part, else one of them
	Text     string  // public comment with {{link}}; empty: the desk's words
}

// Offer writes a link to the customer of a ticket, by which one call can be booked once. An older link of the ticket that is not
// used ends with it. The errors are fault.Field on kind, hosts and text.
func (s *Service) Offer(ctx context.Context, o Offering) (Call, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Call{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Call, error) {
		t, err := s.Tickets.Lock(ctx, tx, o.TicketID)
		if err != nil {
			return Call{}, err
		}
		if t.Status == ticket.Closed {
			return Call{}, fault.New(fault.Conflict, "Ticket #%d is closed. Open a follow-up ticket, and offer the call there", t.ID)
		}
		c, err := s.drawOffer(ctx, tx, t, o)
		if err != nil {
			return c, err
		}
		if err := s.withdrawOthers(ctx, tx, t.ID); err != nil {
			return c, err
		}
		words, err := WordsKey.Get(ctx, tx)
		if err != nil {
			return c, err
		}
		text := o.Text
		if strings.TrimSpace(text) == "" {
			text = words.Offer.In(c.Language)
		}
		if err := checkText("text", "link", text); err != nil {
			return c, err
		}
		return c, s.offered(ctx, tx, &c, text)
	})
}

// drawOffer makes an offer of what was asked for.
func (s *Service) drawOffer(ctx context.Context, tx *db.Tx, t ticket.Ticket, o Offering) (c Call, err error) {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return c, err
	}
	kind, ok := rules.Kind(o.Kind)
	if !ok {
		return c, fault.Field("kind", "Choose what the call is for")
	}
	pool, err := s.pool(ctx, tx, t, o)
	if err != nil {
		return c, err
	}
	users, err := s.People.Named(ctx, tx, t.RequesterID)
	if err != nil {
		return c, err
	}
	customer := users[t.RequesterID]
	if customer.Email == "" {
		return c, fault.New(fault.Conflict, "The requester of this ticket has no mail address, so no link can be sent")
	}
	actor, _ := access.From(ctx)
	c = Call{UID: newUID(), Kind: o.Kind, State: Offered, Subject: event.Ticket(t.ID), TicketID: t.ID, OrganizationID: t.OrganizationID,
		CustomerID: customer.ID, By: actor.UserID, Title: fmt.Sprintf("Support call #%d: %s", t.ID, kind.Called(customer.Locale)), Pool: pool,
		EveryHost: o.Every && len(pool) > 1, Choices: kind.Minutes, Zone: s.zoneFor(ctx, tx, customer), Language: customer.Locale, Nonce: newNonce(),
		OfferedAt: tx.Now(), ExpiresAt: tx.Now().Add(time.Duration(rules.LinkDays) * 24 * time.Hour),
		Guests: []Guest{{Address: customer.Email, Name: customer.Name, UserID: customer.ID}}}
	return c, nil
}

// zoneFor guesses where a customer is: by themselves, else by their region.
func (s *Service) zoneFor(ctx context.Context, q db.Querier, u people.User) string {
	if u.Zone != "" {
		return u.Zone
	}
	regions, err := people.Regions.Get(ctx, q)
	at := slices.IndexFunc(regions, func(r people.Region) bool { return r.Key == u.Region })
	if err != nil || at < 0 {
		return ""
	}
	return regions[at].Zone
}

// mostHosts bounds a pool.
const mostHosts = 50

// pool lists who may take a call: those named, those of a group, the assignee, or whoever offers it.
func (s *Service) pool(ctx context.Context, tx *db.Tx, t ticket.Ticket, o Offering) ([]int64, error) {
	ids := slices.Clone(o.Hosts)
	if o.Group != 0 {
		groups, err := s.People.Groups(ctx, tx)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			if g.ID == o.Group {
				ids = append(ids, g.Members...)
			}
		}
	}
	if len(ids) == 0 && t.AssigneeID != 0 {
		ids = []int64{t.AssigneeID}
	}
	if actor, _ := access.From(ctx); len(ids) == 0 && actor.UserID != 0 {
		ids = []int64{actor.UserID}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	users, err := s.People.Named(ctx, tx, ids...)
	if err != nil {
		return nil, err
	}
	able := slices.DeleteFunc(ids, func(id int64) bool { return !users[id].Active || !users[id].Role.Allows(access.UpdateTickets) })
	if len(able) == 0 || len(able) > mostHosts {
		return nil, fault.Field("hosts", "Choose one to %d people who work on tickets", mostHosts)
	}
	return able, nil
}

// offered stores an offer and writes its link into the ticket.
func (s *Service) offered(ctx context.Context, tx *db.Tx, c *Call, text string) (err error) {
	if c.ID, err = insertCall(ctx, tx, *c); err != nil {
		return err
	}
	for _, g := range c.Guests {
		if err := insertGuest(ctx, tx, c.ID, g); err != nil {
			return err
		}
	}
	if err := s.arm(ctx, tx, *c); err != nil {
		return err
	}
	values, err := s.values(ctx, tx, *c)
	if err != nil {
		return err
	}
	body, err := filled(ctx, "text", text, values)
	if err != nil {
		return err
	}
	if _, _, err := s.Tickets.UpdateIn(ctx, tx, c.TicketID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: body}}); err != nil {
		return err
	}
	return s.note(ctx, tx, *c, c.was())
}

// values are what the words to customers are filled with.
func (s *Service) values(ctx context.Context, q db.Querier, c Call) (map[string]any, error) {
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	kind, _ := rules.Kind(c.Kind)
	name := ""
	for _, g := range c.Guests {
		if g.UserID == c.CustomerID {
			name, _, _ = strings.Cut(g.Name, " ")
		}
	}
	zone := c.Location()
	v := map[string]any{"name": name, "number": fmt.Sprint(c.TicketID), "kind": kind.Called(c.Language), "link": s.Link(s.BookingPath(c))}
	if !c.ExpiresAt.IsZero() {
		v["expires"] = wordsOf(c.Language).day(c.ExpiresAt.In(zone))
	}
	return v, nil
}

// withdrawOthers ends the links of a ticket that are out.
func (s *Service) withdrawOthers(ctx context.Context, tx *db.Tx, ticketID int64) error {
	all, err := callsOfTicket(ctx, tx, ticketID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.State != Offered {
			continue
		}
		if c, err = lockCall(ctx, tx, c.ID); err != nil {
			return err
		}
		if err := s.withdraw(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// Withdraw takes a link back that nobody used; a call that is booked is fault.Conflict.
func (s *Service) Withdraw(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := lockCall(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.State != Offered {
			return fault.New(fault.Conflict, "This link cannot be taken back: the call is %s", strings.ReplaceAll(string(c.State), "_", "-"))
		}
		return s.withdraw(ctx, tx, c)
	})
}

func (s *Service) withdraw(ctx context.Context, tx *db.Tx, c Call) error {
	if c.State != Offered { // booked a moment ago
		return nil
	}
	c.State, c.EndedAt, c.Nonce = Withdrawn, tx.Now(), ""
	if err := updateCall(ctx, tx, c); err != nil {
		return err
	}
	if err := s.disarm(ctx, tx, c); err != nil {
		return err
	}
	return s.note(ctx, tx, c, c.was())
}
