// Package shift keeps those who work outside their region's usual hours: why they may, their order of work over desks and
// urgencies, and who works on weekends and holidays.
package shift

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/module"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "shift", FS: sub}
}

// Deps is what the package needs of the desk. Functions that are nil know of nothing.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Desk is this desk's name, Restricted whether it is a restricted one, and Elsewhere the link to where the restricted
	// desk of the installation opens; empty: there is none.
	Desk       string
	Restricted bool
	Elsewhere  string
	// Beside counts the tickets of a step on another desk and gives the link to them. It looks inwards: only a restricted
	// desk has it. ok is false where there is no such desk.
	Beside func(ctx context.Context, s Step) (b Beside, ok bool, err error)
	// RoundTheClock reports whether the clock of a ticket's next answer runs at all hours.
	RoundTheClock func(ctx context.Context, ticketID int64) (bool, error)
	// Holidays gives the public holidays of a region, by day.
	Holidays func(ctx context.Context, q db.Querier) (func(region string, d bizcal.Date) (name string, ok bool), error)
	// Away gives who is away in a stretch, imported calendars included.
	Away func(ctx context.Context, q db.Querier, userIDs []int64, from, until time.Time) (map[int64][]Away, error)
	// Notify mails a notice in the transaction that made it true.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
}

// Notice is something that somebody should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      people.User
	Subject string
	Lead    string
	Path    string
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are shiftui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "shift", Migrations: Migrations(), Handlers: []event.Handler{s.follow()}}
}
