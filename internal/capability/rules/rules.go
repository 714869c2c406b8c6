// Package rules is what happens by itself: triggers, which look at every update of a ticket, automations, which
// wait for time, and macros, which an engineer calls. The words and the order of things are Zendesk's
// (zendesk.md, section 4); what each did to a ticket, and why, is kept with the ticket.
package rules

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"

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
	return db.Migrations{Module: "rules", FS: sub}
}

// Message is a mail that a rule sends. It is automatic, and must never answer one that is.
type Message struct {
	Cause    string // unique: the same cause sends once
	Rule     string // its title
	TicketID int64
	To       []int64 // users
	Subject  string
	Body     string // Markdown
}

// Deps is what the package is built from. DB, Log, People, Tickets and Matters are required.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	Matters *matter.Reader
	// Notify mails a message in the transaction of its cause. Nil mails nothing.
	Notify func(ctx context.Context, tx *db.Tx, m Message) error
	// Link makes the absolute URL of a path of this desk. Nil leaves the path as it is.
	Link func(path string) string
	// Silent reports whether what happens under a context is made up or long past, so that no rule may look at
	// it. Nil knows only tickets that are imported.
	Silent func(ctx context.Context) bool
	Logger *slog.Logger
}

// Service holds the use cases.
type Service struct {
	Deps
	known cache
}

// New makes the service.
func New(d Deps) *Service {
	if d.Notify == nil {
		d.Notify = func(context.Context, *db.Tx, Message) error { return nil }
	}
	if d.Link == nil {
		d.Link = func(path string) string { return path }
	}
	if d.Silent == nil {
		d.Silent = func(context.Context) bool { return false }
	}
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	return &Service{Deps: d}
}
