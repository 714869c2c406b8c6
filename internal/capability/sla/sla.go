// Package sla keeps the desk's service levels: policies say what a ticket is owed, clocks measure it, timers warn
// and mark what is late, and every due time can say why it is when it is. The clocks themselves are the pure
// machine of package clock; this package feeds it with the facts of the log and keeps what comes out
// (docs/adr/0009).
package sla

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "sla", FS: sub}
}

// Deps is what the package is built from. DB, Log, People, Tickets, Calendars and Matter are required.
type Deps struct {
	DB        *db.DB
	Log       *event.Log
	People    *people.Service
	Tickets   *ticket.Service
	Calendars *calendar.Service
	Matter    *matter.Reader
	// Notify tells people of a warning or a breach, in the transaction that marks it; nil tells nobody.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
	// OnDuty gives those to tell of a ticket that nobody has; nil is its group, and without one the leads.
	OnDuty func(ctx context.Context, q db.Querier, t ticket.Ticket, at time.Time) ([]int64, error)
	// Publish wakes open pages after a commit; nil wakes nobody.
	Publish func(topic string)
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service {
	if d.Publish == nil {
		d.Publish = func(string) {}
	}
	return &Service{d}
}
