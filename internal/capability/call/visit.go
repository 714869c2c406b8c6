package call

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// Visit is what the holder of a link sees of a call.
type Visit struct {
	Call
	Rules Rules
	What  string   // the kind, in the customer's language
	With  []string // the names of those of us who take part, once it is booked
	Mine  Guest    // whom the link was sent to
	// Theirs is the zone of those of us who take part, or may; nil where they are in several, and nobody is chosen yet.
	Theirs *time.Location
	// May says until when the holder moves and cancels by themselves; the zero time: not any more.
	May time.Time
	Now time.Time
}

// Visit gives the call of a link. fault.NotFound for a link that is none, was taken back or replaced.
func (s *Service) Visit(ctx context.Context, token string) (Visit, error) {
	id, err := numberOf(token)
	if err != nil {
		return Visit{}, err
	}
	q := s.DB.Read()
	c, err := findCall(ctx, q, id)
	if err != nil || !s.proves(c, token) {
		return Visit{}, errNoLink()
	}
	return s.visit(ctx, q, c)
}

func (s *Service) visit(ctx context.Context, q db.Querier, c Call) (v Visit, err error) {
	v = Visit{Call: c, Now: s.DB.Now(ctx)}
	if v.Rules, err = RulesKey.Get(ctx, q); err != nil {
		return v, err
	}
	kind, _ := v.Rules.Kind(c.Kind)
	v.What = kind.Called(c.Language)
	ours := c.Hosts
	if len(ours) == 0 {
		ours = c.Pool
	}
	users, err := s.People.Named(ctx, q, ours...)
	if err != nil {
		return v, err
	}
	for _, id := range c.Hosts {
		v.With = append(v.With, users[id].Name)
	}
	v.Theirs = oneZone(users)
	for _, g := range c.Guests {
		if g.UserID != 0 && g.UserID == c.CustomerID {
			v.Mine = g
		}
	}
	if limit := c.From.Add(-v.Rules.change()); c.State == Booked && v.Now.Before(limit) {
		v.May = limit
	}
	return v, nil
}

// oneZone is the zone that people are all in; nil where they are in several.
func oneZone(users map[int64]people.User) (zone *time.Location) {
	for _, u := range users {
		if zone != nil && zone.String() != u.Location().String() {
			return nil
		}
		zone = u.Location()
	}
	return zone
}

// File is the call of a visit for a calendar, as a file: without a method, for nobody is asked anything by it.
func (s *Service) File(ctx context.Context, v Visit) ([]byte, error) {
	entry, err := s.Entry(access.AsSystem(ctx, "call"), s.DB.Read(), v.Call, ical.Request)
	return entry.Object(), err
}

// Free lists when the call of a visit can be booked, or moved to.
func (s *Service) Free(ctx context.Context, v Visit, minutes int) ([]slot.Slot, error) {
	return s.slots(access.AsSystem(ctx, "call"), s.DB.Read(), v.Call, minutes, s.DB.Now(ctx), time.Time{})
}
