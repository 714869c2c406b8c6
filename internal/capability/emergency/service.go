// Package emergency makes a ticket an emergency: who may call one, who answers for it, the written decision, the timers of a call,
// the hand-over that somebody must accept, and what is learned afterwards.
package emergency

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/module"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "emergency", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Page makes people look, in the transaction of its cause; Settle ends the pages of a subject.
	Page   func(ctx context.Context, tx *db.Tx, a Alarm) error
	Settle func(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error
	// Answer acknowledges the open pages of a subject for somebody who said so on the ticket's page.
	Answer func(ctx context.Context, tx *db.Tx, subject event.Subject, userID int64) error
	// OnCall gives whom a schedule, named by its title, has on call at an instant, who is asked first first. Nobody is no
	// error.
	OnCall func(ctx context.Context, q db.Querier, schedule string, at time.Time) ([]int64, error)
	// Addressees lists the addresses that a delivery of mail was for.
	Addressees func(ctx context.Context, q db.Querier, deliveryID int64) ([]string, error)
	// Owns reports whether an address is one of the desk's own.
	Owns func(ctx context.Context, q db.Querier, address string) (bool, error)
	// Closed reports whether the desk's usual hours are over at an instant.
	Closed func(ctx context.Context, q db.Querier, at time.Time) (bool, error)
	// Hours asks a customer's own calendar whether it is open, and when it opens next; nil: customers have no hours of their own.
	Hours func(ctx context.Context, q db.Querier, calendarID int64, at time.Time) (open bool, opens time.Time, err error)
	// Notice answers a customer by itself, in the transaction that made it true; nil answers nobody.
	Notice func(ctx context.Context, tx *db.Tx, a Answer) error
	// Tell posts a notice to members of the team, in the transaction that made it true.
	Tell func(ctx context.Context, tx *db.Tx, n Notice) error
}

// Notice is something that somebody of the team should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string
	Path    string // of the page that shows it
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are emergencyui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "emergency", Migrations: Migrations(), Handlers: []event.Handler{s.Handler()},
		Workers: []job.Worker{
			{Kind: callKind, Handle: s.callIsDue},
			{Kind: handOverKind, Handle: s.handOverIsDue},
			{Kind: shiftKind, Handle: s.lookAtShift},
		}}
}

// me is the person who acts: the desk itself answers for nothing.
func (s *Service) me(ctx context.Context) (access.Principal, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return access.Principal{}, err
	}
	p, _ := access.From(ctx)
	if p.UserID == 0 {
		return p, fault.New(fault.Forbidden, "Only people answer for emergencies")
	}
	return p, nil
}

// lock reads the open emergency of a ticket and keeps both from changing until the transaction ends. fault.Conflict when
// the ticket is none.
func (s *Service) lock(ctx context.Context, tx *db.Tx, ticketID int64) (Emergency, ticket.Ticket, error) {
	t, err := s.Tickets.Lock(ctx, tx, ticketID)
	if err != nil {
		return Emergency{}, t, err
	}
	e, ok, err := findOpen(ctx, tx, ticketID)
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "Ticket #%d is no emergency now", ticketID)
	}
	return e, t, err
}

// colleague is somebody who can answer for an emergency: fault.Invalid on field where not.
func (s *Service) colleague(ctx context.Context, q db.Querier, id int64, field string) (people.User, error) {
	return s.People.Worker(ctx, q, id, field)
}
