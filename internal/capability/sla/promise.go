package sla

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// The subjects that can be promised something. A ticket has what it was promised itself, and without that what its
// organization was.
const (
	ofTicket       = "ticket"
	ofOrganization = "organization"
)

// NoPromise as times withholds from a ticket what its organization was promised.
const NoPromise = "none"

// PromiseTicket promises the customer of a ticket to hear from us at fixed times of the week, such as tue,thu 15:00 in
// a time zone: a clock beside the SLA. Empty times take that back, so that what the organization was promised
// holds; NoPromise promises nothing whatever the organization was. Errors are fault.Invalid on cadence or zone.
func (s *Service) PromiseTicket(ctx context.Context, id int64, times, zone string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := s.Tickets.Lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !t.Status.Live() {
			return fault.New(fault.Conflict, "Ticket #%d is %s: nobody waits to hear from us", id, t.Status)
		}
		return s.promise(ctx, tx, event.Ticket(id), times, zone)
	})
}

// PromiseOrganization promises it for every ticket of an organization that was promised nothing itself. Empty times
// take it back.
func (s *Service) PromiseOrganization(ctx context.Context, id int64, times, zone string) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.PromiseOrganizationIn(ctx, tx, id, times, zone) })
}

// PromiseOrganizationIn is PromiseOrganization inside the caller's transaction.
func (s *Service) PromiseOrganizationIn(ctx context.Context, tx *db.Tx, id int64, times, zone string) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	if times == NoPromise {
		times = ""
	}
	return s.promise(ctx, tx, event.Subject{Type: ofOrganization, ID: id}, times, zone)
}

func (s *Service) promise(ctx context.Context, tx *db.Tx, of event.Subject, times, zone string) error {
	times, zone, err := typedPromise(times, zone)
	if err != nil {
		return err
	}
	if err := lockPromise(ctx, tx, of); err != nil {
		return err
	}
	before, err := findPromise(ctx, tx, of)
	if err != nil || before.Times == times && before.Zone == zone {
		return err
	}
	if err := savePromise(ctx, tx, of, times, zone); err != nil {
		return err
	}
	fact := Promised{From: strings.TrimSpace(before.Times + " " + before.Zone), To: strings.TrimSpace(times + " " + zone)}
	return s.Log.Append(ctx, tx, of, fact)
}

// typedPromise puts times into their stored form.
func typedPromise(times, zone string) (string, string, error) {
	times, zone = strings.TrimSpace(times), strings.TrimSpace(zone)
	if times == "" || times == NoPromise {
		return times, "", nil
	}
	c, err := bizcal.ParseCadence(times, zone)
	return c.String(), c.Zone, err
}

// Promised gives what holds for a ticket, and whether that is its own or its organization's (From). Zero is nothing.
func (s *Service) Promised(ctx context.Context, t ticket.Ticket) (clock.Cadence, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return clock.Cadence{}, err
	}
	return promiseOf(ctx, s.DB.Read(), t.ID, t.OrganizationID)
}

// OrganizationPromise is PromisedOrganization in the caller's transaction or snapshot.
func (s *Service) OrganizationPromise(ctx context.Context, q db.Querier, id int64) (clock.Cadence, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return clock.Cadence{}, err
	}
	return findPromise(ctx, q, event.Subject{Type: ofOrganization, ID: id})
}

// PromisedOrganization gives what an organization was promised; zero is nothing.
func (s *Service) PromisedOrganization(ctx context.Context, id int64) (clock.Cadence, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return clock.Cadence{}, err
	}
	return findPromise(ctx, s.DB.Read(), event.Subject{Type: ofOrganization, ID: id})
}
