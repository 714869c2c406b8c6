package call

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Choice is what the holder of a link chose.
type Choice struct {
	At      time.Time
	Minutes int
	Zone    string   // IANA; empty: the one that the call has
	About   string   // what it shall cover
	Guests  []string // further addresses
}

// Book takes a slot for the holder of a link: at most once for a link, and at most one call at a time for everybody of us. The
// errors are fault.Conflict on the field at for a slot that is gone, fault.Conflict for a link that was used or is over, and
// fault.Field on minutes, zone, about and guests.
func (s *Service) Book(ctx context.Context, token string, ch Choice) (Call, error) {
	return s.byLink(ctx, token, func(ctx context.Context, tx *db.Tx, c Call, rules Rules) (Call, error) {
		switch {
		case c.State == Booked:
			return c, fault.New(fault.Conflict, "This link was used already: the call is booked. Move or cancel it on its page")
		case c.State != Offered || !tx.Now().Before(c.ExpiresAt):
			return c, fault.New(fault.Conflict, "This link is over. Answer our last mail, and we send you another")
		case !slices.Contains(c.Choices, ch.Minutes):
			return c, fault.Field("minutes", "Choose how long the call shall be")
		}
		guests, err := s.guests(c, rules, ch.Guests)
		if err != nil {
			return c, err
		}
		if c.About, err = typedAbout(ch.About); err != nil {
			return c, err
		}
		if c.Zone, err = typedZone(ch.Zone, c.Zone); err != nil {
			return c, err
		}
		if err := s.take(ctx, tx, &c, ch); err != nil {
			return c, err
		}
		for _, g := range guests {
			c.Guests = append(c.Guests, g)
			if err := insertGuest(ctx, tx, c.ID, g); err != nil {
				return c, err
			}
		}
		c.State, c.BookedAt = Booked, tx.Now()
		return c, s.booked(ctx, tx, &c, false)
	})
}

// byLink runs a use case of who holds a link: the desk acts for them, and nothing that the call is not about can be reached.
func (s *Service) byLink(ctx context.Context, token string, act func(ctx context.Context, tx *db.Tx, c Call, rules Rules) (Call, error)) (Call, error) {
	id, err := numberOf(token)
	if err != nil {
		return Call{}, err
	}
	ctx = access.AsSystem(ctx, "call")
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Call, error) {
		c, err := lockCall(ctx, tx, id)
		if err != nil || !s.proves(c, token) {
			return Call{}, errNoLink()
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil {
			return c, err
		}
		return act(ctx, tx, c, rules)
	})
}

// take gives a call the time that was chosen, if somebody who may take it is still free then. Whoever could be chosen is locked
// first, and looked at afterwards: of all who want the same time, one gets it.
func (s *Service) take(ctx context.Context, tx *db.Tx, c *Call, ch Choice) error {
	pool := c.Pool
	if c.State == Booked {
		pool = c.Hosts
	}
	if err := lockHosts(ctx, tx, pool); err != nil {
		return err
	}
	free, err := s.slots(ctx, tx, *c, ch.Minutes, tx.Now(), ch.At)
	if err != nil {
		return err
	}
	if len(free) != 1 || !free[0].At.Equal(ch.At) {
		return &fault.Error{Kind: fault.Conflict, Field: "at",
			Public: "Somebody was faster: this time is not free any more. Choose another one; what you wrote is kept"}
	}
	c.From, c.Until = free[0].At, free[0].At.Add(time.Duration(ch.Minutes)*time.Minute)
	if c.State == Booked {
		return nil
	}
	if c.Hosts = free[0].Hosts; !c.EveryHost {
		c.Hosts = c.Hosts[:1]
	}
	return dropHosts(ctx, tx, c.ID)
}

// MoveByLink gives a booked call another time for the holder of its link, until so many hours before its start. The errors are
// those of Book.
func (s *Service) MoveByLink(ctx context.Context, token string, ch Choice) (Call, error) {
	return s.byLink(ctx, token, func(ctx context.Context, tx *db.Tx, c Call, rules Rules) (Call, error) {
		if err := mayChange(c, rules, tx.Now()); err != nil {
			return c, err
		}
		zone, err := typedZone(ch.Zone, c.Zone)
		if err != nil {
			return c, err
		}
		ch.Minutes = c.Minutes()
		if err := s.take(ctx, tx, &c, ch); err != nil {
			return c, err
		}
		c.Zone = zone
		return c, s.moved(ctx, tx, &c)
	})
}

// CancelByLink calls a booked call off for the holder of its link, until so many hours before its start.
func (s *Service) CancelByLink(ctx context.Context, token, reason string) (Call, error) {
	return s.byLink(ctx, token, func(ctx context.Context, tx *db.Tx, c Call, rules Rules) (Call, error) {
		if err := mayChange(c, rules, tx.Now()); err != nil {
			return c, err
		}
		if _, err := typedAbout(reason); err != nil {
			return c, err
		}
		c.ByCustomer = true
		return s.cancelled(ctx, tx, c, reason)
	})
}

func mayChange(c Call, rules Rules, now time.Time) error {
	switch {
	case c.State != Booked:
		return notBooked(c)
	case !now.Before(c.From.Add(-rules.change())):
		return fault.New(fault.Conflict, "The call is too near for that. Answer our last mail: your engineer reads it")
	}
	return nil
}

const longestAbout = 2000

func typedAbout(text string) (string, error) {
	if text = strings.TrimSpace(text); len([]rune(text)) > longestAbout {
		return "", fault.Field("about", "Keep it to %d characters: the call is there for the rest", longestAbout)
	}
	return text, nil
}

func typedZone(typed, kept string) (string, error) {
	if typed == "" {
		return kept, nil
	}
	if _, err := time.LoadLocation(typed); err != nil || typed == "Local" {
		return "", fault.Field("zone", "“%s” is no time zone. Choose one from the list", fault.Clip(typed, 60))
	}
	return typed, nil
}

// guests reads the addresses that a customer adds.
func (s *Service) guests(c Call, rules Rules, typed []string) (all []Guest, err error) {
	for _, t := range typed {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		parsed, err := mail.ParseAddress(t)
		switch {
		case s.Restricted:
			return nil, fault.Field("guests", "This desk adds nobody to a call. Ask your engineer")
		case err != nil:
			return nil, fault.Field("guests", "“%s” is no mail address", fault.Clip(t, 80))
		}
		address := people.Normalize(parsed.Address)
		known := func(g Guest) bool { return g.Address == address }
		if slices.ContainsFunc(c.Guests, known) || slices.ContainsFunc(all, known) {
			continue
		}
		all = append(all, Guest{Address: address, Name: parsed.Name})
	}
	if len(all) > rules.Guests {
		return nil, fault.Field("guests", "Up to %d addresses can be added; here are %d", rules.Guests, len(all))
	}
	return all, nil
}
