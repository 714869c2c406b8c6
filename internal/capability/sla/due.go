package sla

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// NextDue gives the clock of a ticket that is due at a moment, as its list says: for the chip of a row. ok is false
// when it was due at another one meanwhile.
func (s *Service) NextDue(ctx context.Context, id int64, metric string, due time.Time) (o Course, ok bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return o, false, err
	}
	q := s.DB.Read()
	c, ok, err := newestClock(ctx, q, id, clock.Metric(metric))
	if err != nil || !ok || !c.Due.Equal(due) {
		return o, false, err
	}
	m := &measure{ctx: ctx, q: q, s: s}
	return m.course(c, s.DB.Now(ctx)), true, m.failed
}

// Sample is when a target that begins at a moment would be due; false when its calendar never opens for long enough.
func (s *Service) Sample(ctx context.Context, calendar clock.Calendar, start time.Time, t clock.Target) (due time.Time, ok bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return due, false, err
	}
	if t.Always {
		calendar = clock.Calendar{}
	}
	m := &measure{ctx: ctx, q: s.DB.Read(), s: s}
	due, ok = m.hours(calendar).Add(start, time.Duration(t.Seconds)*time.Second)
	return due, ok, m.failed
}
