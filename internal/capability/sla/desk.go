package sla

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// desk is what the terms of every ticket depend on, as a transaction sees it.
type desk struct {
	policies  []Policy
	asked     []string // fields that their filters ask for; not nil
	calendars []calendar.Calendar
	regions   []people.Region
	usual     string // the title of the calendar that tickets have where nothing else says one
}

type deskKey struct{}

// desk reads it once in a transaction; see forget.
func (s *Service) desk(ctx context.Context, q db.Querier) (*desk, error) {
	tx, ok := q.(*db.Tx)
	if !ok {
		return s.readDesk(ctx, q)
	}
	kept := tx.Value(deskKey{}, func() any { return &deskSlot{} }).(*deskSlot)
	if kept.desk == nil {
		d, err := s.readDesk(ctx, tx)
		if err != nil {
			return nil, err
		}
		kept.desk = d
	}
	return kept.desk, nil
}

type deskSlot struct{ desk *desk }

// forget lets a transaction that changed policies, calendars or regions read them again.
func forget(tx *db.Tx) { tx.Value(deskKey{}, func() any { return &deskSlot{} }).(*deskSlot).desk = nil }

func (s *Service) readDesk(ctx context.Context, q db.Querier) (d *desk, err error) {
	d = &desk{}
	if d.policies, err = listPolicies(ctx, q); err != nil {
		return nil, err
	}
	d.asked = []string{}
	for _, p := range d.policies {
		d.asked = append(d.asked, p.Filter.Fields()...)
	}
	if d.calendars, err = s.Calendars.All(ctx, q); err != nil {
		return nil, err
	}
	if d.regions, err = people.Regions.Get(ctx, q); err != nil {
		return nil, err
	}
	d.usual, err = calendar.Default.Get(ctx, q)
	return d, err
}

func (d *desk) titled(title string) (calendar.Calendar, bool) {
	i := slices.IndexFunc(d.calendars, func(c calendar.Calendar) bool { return people.FoldName(c.Title) == people.FoldName(title) })
	if i < 0 || title == "" {
		return calendar.Calendar{}, false
	}
	return d.calendars[i], true
}

func (d *desk) numbered(id int64) (calendar.Calendar, bool) {
	i := slices.IndexFunc(d.calendars, func(c calendar.Calendar) bool { return c.ID == id })
	if i < 0 || id == 0 {
		return calendar.Calendar{}, false
	}
	return d.calendars[i], true
}

// calendarOf finds whose hours count for a ticket: those a rule set, else its customer's own, else those of its
// region, else the desk's. What is gone is passed over; a desk without calendars is open round the clock.
func (d *desk) calendarOf(t ticket.Ticket, o people.Organization) clock.Calendar {
	named := func(c calendar.Calendar, from, name string) clock.Calendar {
		return clock.Calendar{ID: c.ID, Version: c.Version, Title: c.Title, From: from, Name: name}
	}
	if c, ok := d.numbered(t.CalendarID); ok {
		return named(c, "rule", "")
	}
	if c, ok := d.numbered(o.CalendarID); ok {
		return named(c, "organization", o.Name)
	}
	if i := slices.IndexFunc(d.regions, func(r people.Region) bool { return r.Key == t.Region }); i >= 0 && t.Region != "" {
		if c, ok := d.titled(d.regions[i].Calendar); ok {
			return named(c, "region", d.regions[i].Name)
		}
	}
	if c, ok := d.titled(d.usual); ok {
		return named(c, "desk", "")
	}
	return clock.Calendar{Title: "24x7", From: "desk"}
}

// match finds the policy of a ticket: the first active one whose filter holds.
func (d *desk) match(f condition.Facts, env condition.Env) (Policy, bool) {
	i := slices.IndexFunc(d.policies, func(p Policy) bool { return p.Active && condition.Eval(p.Filter, f, env) })
	if i < 0 {
		return Policy{}, false
	}
	return d.policies[i], true
}

// measure gives calendars to the machine, which takes no errors: the first is kept in failed, and the step is then
// void. A version that is gone from the database measures round the clock.
type measure struct {
	ctx    context.Context
	q      db.Querier
	s      *Service
	failed error
}

func (m *measure) hours(c clock.Calendar) *bizcal.Calendar {
	if c.ID == 0 {
		return always
	}
	compiled, err := m.s.Calendars.CompiledVersion(m.ctx, m.q, c.ID, c.Version)
	switch {
	case err == nil:
		return compiled
	case !fault.Is(err, fault.NotFound) && m.failed == nil:
		m.failed = err
	}
	return always
}

var always = bizcal.Always()
