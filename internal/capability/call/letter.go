package call

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// Letter is a mail to one who takes part in a call.
type Letter struct {
	Cause         string // the same for the same version of the same call
	TicketID      int64  // 0: none
	Address, Name string
	Subject       string
	Paragraphs    []string
	Label, URL    string
	Calendar      string // empty: a mail without one
	Method        ical.Method
}

// reader is one who takes part, as a letter is written to them.
type reader struct {
	people.User
	guest bool
}

// readers lists everybody who takes part.
func (s *Service) readers(ctx context.Context, q db.Querier, c Call) ([]reader, error) {
	ids := append([]int64{}, c.Hosts...)
	for _, g := range c.Guests {
		ids = append(ids, g.UserID)
	}
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	var all []reader
	for _, g := range c.Guests {
		u, known := users[g.UserID]
		if !known {
			u = people.User{Name: g.Name, Zone: c.Zone, Locale: c.Language}
		}
		if u.ID == c.CustomerID && c.Zone != "" { // the zone that they booked in
			u.Zone = c.Zone
		}
		u.Email = g.Address
		all = append(all, reader{u, true})
	}
	for _, id := range c.Hosts {
		if u := users[id]; u.Email != "" && u.Active {
			all = append(all, reader{u, false})
		}
	}
	return all, nil
}

// invite asks everybody to the call as it is booked now (RFC 5546 §3.2.2).
func (s *Service) invite(ctx context.Context, tx *db.Tx, c Call) error {
	return s.write(ctx, tx, c, ical.Request, "booked")
}

// uninvite takes the call out of everybody's calendar (RFC 5546 §3.2.5).
func (s *Service) uninvite(ctx context.Context, tx *db.Tx, c Call) error {
	return s.write(ctx, tx, c, ical.Cancel, "cancelled")
}

// write sends the same entry to everybody who takes part, each in their language and zone.
func (s *Service) write(ctx context.Context, tx *db.Tx, c Call, m ical.Method, about string) error {
	if err := s.publish(ctx, tx, c); err != nil || s.Send == nil {
		return err
	}
	readers, err := s.readers(ctx, tx, c)
	if err != nil {
		return err
	}
	calendar, err := s.Entry(ctx, tx, c, m)
	if err != nil {
		return err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	ours, err := s.ourEntry(ctx, tx, c, m)
	if err != nil {
		return err
	}
	for _, r := range readers {
		l := s.letter(c, rules, r, engineerZone(readers), about)
		l.Calendar, l.Method = string(calendar.Bytes()), m
		if !r.guest {
			l.Calendar = string(ours.Bytes())
		}
		if err := s.Send(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}

// engineerZone is that of the first of us who takes part; UTC where nobody does.
func engineerZone(all []reader) *time.Location {
	for _, r := range all {
		if !r.guest {
			return r.Location()
		}
	}
	return time.UTC
}

// letter writes what one reader is told of a call: that it is booked, moved, cancelled, or near.
func (s *Service) letter(c Call, rules Rules, r reader, engineer *time.Location, about string) Letter {
	if !r.guest {
		c = s.forUs(c)
	}
	if about == "booked" && c.Sequence > 0 {
		about = "changed"
	}
	t := textsOf(r.Locale)
	kind, known := rules.Kind(c.Kind)
	what := c.Title
	if known {
		what = kind.Called(r.Locale)
	}
	l := Letter{Cause: fmt.Sprintf("call:%d:%s:%d", c.ID, about, c.Sequence), TicketID: c.TicketID, Address: r.Email, Name: r.Name,
		Subject: fmt.Sprintf(t.subjects[about], c.Title) + ", " + wordsOf(r.Locale).span(c.From, c.Until, r.Location())}
	l.Paragraphs = []string{fmt.Sprintf(t.leads[about], what, c.Minutes()), strings.Join(c.When(r.Locale, r.Location(), engineer), "\n")}
	if about != "cancelled" {
		l.Paragraphs = append(l.Paragraphs, s.room(c, t))
	}
	if c.Reason != "" && about == "cancelled" {
		l.Paragraphs = append(l.Paragraphs, c.Reason)
	}
	if c.About != "" {
		l.Paragraphs = append(l.Paragraphs, t.covers+"\n"+c.About)
	}
	if c.TicketID != 0 {
		l.Paragraphs = append(l.Paragraphs, fmt.Sprintf(t.ticket, c.TicketID))
	}
	switch {
	case !r.guest:
		l.Label, l.URL = t.open, s.Link(fmt.Sprintf("/calls/%d", c.ID))
	case r.ID != 0 && r.ID == c.CustomerID && c.Nonce != "":
		l.Label, l.URL = t.change, s.Link(s.BookingPath(c))
	}
	return l
}

// room says where people meet.
func (s *Service) room(c Call, t texts) string {
	switch {
	case c.Room != "":
		return t.room + " " + c.Room
	case s.Restricted:
		return t.phone
	}
	return t.follows
}

// Entry is the call for a calendar, in the customer's zone, or else the engineer's. The caller has asked who may.
func (s *Service) Entry(ctx context.Context, q db.Querier, c Call, m ical.Method) (ical.Invitation, error) {
	i := ical.Invitation{Method: m, Organizer: ical.Attendee{Address: "desk@daywatch.invalid"}}
	if s.Sender != nil {
		from, err := s.Sender(ctx, q)
		if err != nil {
			return i, err
		}
		if from.Address != "" {
			i.Organizer = ical.Attendee{Address: from.Address, Name: from.Name}
		}
	}
	changed := c.BookedAt
	if p, ok := q.(*db.Tx); ok {
		changed = p.Now()
	}
	var lines []string
	if c.TicketID != 0 {
		lines = append(lines, fmt.Sprintf("Ticket #%d", c.TicketID))
	}
	if c.Room != "" {
		lines = append(lines, c.Room)
	}
	if c.About != "" {
		lines = append(lines, "", c.About)
	}
	i.Event = ical.Event{UID: c.UID, Sequence: c.Sequence, Changed: changed, From: c.From, Until: c.Until, Summary: c.Title,
		Description: strings.TrimSpace(strings.Join(lines, "\n")), Location: c.Room, URL: c.Room, Cancelled: c.State == Cancelled}
	readers, err := s.readers(ctx, q, c)
	if i.Event.Zone = c.Location(); c.Zone == "" {
		i.Event.Zone = engineerZone(readers)
	}
	for _, r := range readers {
		a := ical.Attendee{Address: r.Email, Name: r.Name}
		for _, g := range c.Guests {
			if r.guest && g.Address == r.Email {
				a.Answer = g.Answer
			}
		}
		if !r.guest {
			a.Answer = ical.Accepted // whose time it is
		}
		i.Attendees = append(i.Attendees, a)
	}
	return i, err
}
