package sla

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// inquiry is what the terms of one ticket depend on.
type inquiry struct {
	matter.Matter
	promise clock.Cadence
	now     time.Time
	*desk
}

func (i inquiry) terms() clock.Terms {
	t := clock.Terms{Priority: i.Ticket.Priority.String(), Calendar: i.calendarOf(i.Ticket, i.Organization), Promise: i.promise}
	p, ok := i.match(i.Facts, i.env())
	if !ok {
		return t
	}
	t.Policy = clock.Policy{ID: p.ID, Version: p.Version, Title: p.Title}
	if t.Targets = p.For(t.Priority); len(t.Targets) > 0 {
		t.Warn = p.Warn
	}
	return t
}

// env is what filters of policies may ask beside the ticket: no business hours, and nobody's own.
func (i inquiry) env() condition.Env { return condition.Env{Now: i.now} }

// inquire gathers what the terms of a ticket depend on; fault.NotFound when there is no such ticket.
func (s *Service) inquire(ctx context.Context, q db.Querier, id int64) (inquiry, error) {
	d, err := s.desk(ctx, q)
	if err != nil {
		return inquiry{}, err
	}
	m, err := s.Matter.Load(ctx, q, id, d.asked)
	if err != nil {
		return inquiry{}, err
	}
	promise, err := promiseOf(ctx, q, id, m.Ticket.OrganizationID)
	return inquiry{Matter: m, promise: promise, now: s.now(ctx, q), desk: d}, err
}

// now is the instant of a transaction, or of the desk outside of one.
func (s *Service) now(ctx context.Context, q db.Querier) time.Time {
	if tx, ok := q.(*db.Tx); ok {
		return tx.Now()
	}
	return s.DB.Now(ctx)
}
