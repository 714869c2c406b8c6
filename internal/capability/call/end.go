package call

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Outcome is what a call brought. Both texts are Markdown.
type Outcome struct {
	Summary string // what was understood and agreed on, for the customer
	Notes   string // what stays inside; may be empty
}

// Hold records that a call took place. The summary becomes a public comment, the notes an internal one; a call without a ticket
// keeps its summary. fault.Field on summary where a ticket's call has none, fault.Conflict before it began.
func (s *Service) Hold(ctx context.Context, id int64, o Outcome) (Call, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Call{}, err
	}
	return s.end(ctx, id, func(tx *db.Tx, c *Call, rules Rules) error {
		if !c.Begun(tx.Now()) {
			return fault.New(fault.Conflict, "This call has not begun yet")
		}
		c.State, c.EndedAt, c.Summary = Held, tx.Now(), strings.TrimSpace(o.Summary)
		if c.TicketID == 0 {
			return nil
		}
		if c.Summary == "" {
			return fault.Field("summary", "Write what was agreed on: it is what the customer has of the call afterwards")
		}
		words, err := WordsKey.Get(ctx, tx)
		if err != nil {
			return err
		}
		values, err := s.values(ctx, tx, *c)
		if err != nil {
			return err
		}
		values["summary"] = c.Summary
		body, err := filled(ctx, "summary", words.Summary.In(c.Language), values)
		if err != nil {
			return err
		}
		return s.comment(ctx, tx, *c, body, strings.TrimSpace(o.Notes))
	})
}

// comment writes a public comment and, behind it, an internal one.
func (s *Service) comment(ctx context.Context, tx *db.Tx, c Call, public, internal string) error {
	if _, _, err := s.Tickets.UpdateIn(ctx, tx, c.TicketID,
		ticket.Update{Comment: &ticket.NewComment{Public: true, Body: public}}); err != nil || internal == "" {
		return err
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, c.TicketID, ticket.Update{Comment: &ticket.NewComment{Body: internal}})
	return err
}

// Miss records that the customer did not come, from so many minutes after the start on. They get a kind word and a new link; the
// new offer is given back, the zero Call where there is no ticket to write it into.
func (s *Service) Miss(ctx context.Context, id int64) (again Call, err error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Call{}, err
	}
	_, err = s.end(ctx, id, func(tx *db.Tx, c *Call, rules Rules) error {
		if wait := c.From.Add(rules.noShow()).Sub(tx.Now()); wait > 0 {
			return fault.New(fault.Conflict, "Wait another %d minutes: a customer who is late is still a customer who comes",
				int(wait.Round(time.Minute)/time.Minute)+1)
		}
		c.State, c.EndedAt = NoShow, tx.Now()
		if c.TicketID == 0 {
			return nil
		}
		words, err := WordsKey.Get(ctx, tx)
		if err != nil {
			return err
		}
		again = c.again(tx.Now(), rules)
		return s.offered(ctx, tx, &again, words.Missed.In(c.Language))
	})
	return again, err
}

// again is the same call offered anew.
func (c Call) again(now time.Time, rules Rules) Call {
	n := Call{UID: newUID(), Kind: c.Kind, State: Offered, Subject: event.Ticket(c.TicketID), TicketID: c.TicketID, OrganizationID: c.OrganizationID,
		CustomerID: c.CustomerID, By: c.By, Title: c.Title, Pool: c.Pool, EveryHost: c.EveryHost, Choices: c.Choices, Zone: c.Zone, Language: c.Language,
		Nonce: newNonce(), OfferedAt: now, ExpiresAt: now.Add(time.Duration(rules.LinkDays) * 24 * time.Hour)}
	for _, g := range c.Guests {
		if g.UserID != 0 && g.UserID == c.CustomerID {
			n.Guests = []Guest{{Address: g.Address, Name: g.Name, UserID: g.UserID}}
		}
	}
	return n
}

// end records what became of a booked call.
func (s *Service) end(ctx context.Context, id int64, how func(tx *db.Tx, c *Call, rules Rules) error) (Call, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Call, error) {
		c, err := lockCall(ctx, tx, id)
		if err != nil {
			return c, err
		}
		if c.State != Booked {
			return c, notBooked(c)
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil {
			return c, err
		}
		if err := how(tx, &c, rules); err != nil {
			return c, err
		}
		return c, s.keepEnd(ctx, tx, c)
	})
}

// keepEnd stores what became of a call; nobody is asked for it any more.
func (s *Service) keepEnd(ctx context.Context, tx *db.Tx, c Call) error {
	if err := updateCall(ctx, tx, c); err != nil {
		return err
	}
	if err := s.disarm(ctx, tx, c); err != nil {
		return err
	}
	return s.note(ctx, tx, c, c.was())
}

// HoldIn records that a call took place where something else shows it, such as minutes that went out. A call that is to come,
// or of which somebody said what became of it, stays as it is.
func (s *Service) HoldIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	c, err := lockCall(ctx, tx, id)
	if err != nil || c.State != Booked || !c.Begun(tx.Now()) {
		return err
	}
	c.State, c.EndedAt = Held, tx.Now()
	return s.keepEnd(ctx, tx, c)
}

// Move gives a booked call another time.
func (s *Service) Move(ctx context.Context, id int64, at time.Time, minutes int) (Call, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Call{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Call, error) { return s.MoveIn(ctx, tx, id, at, minutes) })
}

// Cancel calls a booked call off; reason is shown to everybody who was asked.
func (s *Service) Cancel(ctx context.Context, id int64, reason string) (Call, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Call{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return Call{}, fault.Field("reason", "Say why, in a sentence: everybody who was asked reads it")
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Call, error) { return s.CancelIn(ctx, tx, id, reason) })
}
