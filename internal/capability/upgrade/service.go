// Package upgrade coordinates upgrades of customers: from, to, stops, window, plan, the way back, the outcome.
package upgrade

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/module"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "upgrade", FS: sub}
}

// Deps is what the package needs of the desk. Every function may be nil.
type Deps struct {
	DB           *db.DB
	Log          *event.Log
	People       *people.Service
	Tickets      *ticket.Service
	Environments *environment.Service
	// OnCall gives everybody who is on call for anything at an instant; nil knows nobody.
	OnCall func(ctx context.Context, q db.Querier, at time.Time) ([]int64, error)
	// Meet sets the call before an upgrade; nil sets none.
	Meet func(ctx context.Context, tx *db.Tx, m Meeting) (callID int64, err error)
	// Move gives a call another time.
	Move func(ctx context.Context, tx *db.Tx, callID int64, at time.Time, minutes int) error
	// CancelMeeting calls a call off; those who were asked read the reason.
	CancelMeeting func(ctx context.Context, tx *db.Tx, callID int64, reason string) error
	// Notify posts a notice to members of the team, in the transaction that made it true; nil posts nothing.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
}

// Meeting is a call that is wanted.
type Meeting struct {
	Subject        event.Subject
	TicketID       int64 // 0: none
	OrganizationID int64
	Title          string
	At             time.Time
	Minutes        int
	Hosts, Guests  []int64 // numbers of people: who of us, and who of them
	About          string  // plain text
}

// Notice is something that members of the team should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string   // what it is about, in a sentence
	Lines   []string // more of it
	Path    string   // of the page that shows it
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are upgradeui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "upgrade", Migrations: Migrations(), Workers: s.workers(),
		Handlers: []event.Handler{{Name: "upgrade", Kinds: []string{ticket.Created{}.EventKind()}, Handle: s.rank}}}
}

func (s *Service) workers() []job.Worker {
	return []job.Worker{{Kind: noticeKind, Handle: s.notice}, {Kind: askKind, Handle: s.ask}}
}

// tell posts a notice to those of ids who can read it.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n Notice, ids ...int64) error {
	if s.Notify == nil || len(ids) == 0 {
		return nil
	}
	staff, err := s.People.Staff(ctx, tx)
	if err != nil {
		return err
	}
	for _, u := range staff {
		if u.Active && slices.Contains(ids, u.ID) {
			n.To = append(n.To, u)
		}
	}
	if len(n.To) == 0 {
		return nil
	}
	return s.Notify(ctx, tx, n)
}

// note appends a fact to the upgrade's log and, where there is one, to the ticket's.
func (s *Service) note(ctx context.Context, tx *db.Tx, u Upgrade, fact event.Fact) error {
	if err := s.Log.Append(ctx, tx, subject(u.ID), fact); err != nil || u.TicketID == 0 {
		return err
	}
	if _, err := s.Tickets.Lock(ctx, tx, u.TicketID); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(u.TicketID), fact)
}
