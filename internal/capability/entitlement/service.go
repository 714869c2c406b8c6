// Package entitlement stands at the door: who may ask, how somebody proves it, and what others are told.
package entitlement

import (
	"context"
	"embed"
	"io/fs"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/module"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "entitlement", FS: sub}
}

// Deps is what the package needs of the desk. Every function may be nil.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Answer mails somebody who was turned away; false where nothing goes out. Nil answers nobody.
	Answer func(ctx context.Context, tx *db.Tx, m Reply) (bool, error)
	// Desk is what the desk calls itself towards customers.
	Desk func(ctx context.Context, q db.Querier) (string, error)
	// Emergency reports whether mail to one of these addresses calls an emergency; nil knows no such address.
	Emergency func(ctx context.Context, q db.Querier, to []string) (bool, error)
	// Release lets a held mail of the log through; nil can let none through.
	Release func(ctx context.Context, delivery int64) error
}

// Reply is the answer to a mail of somebody who was turned away.
type Reply struct {
	Cause         string // the same for the same mail
	Address, Name string
	Subject       string
	Body          string // Markdown, with what strangers chose escaped
	Plain         string // the same without escapes
	InReplyTo     string // Message-ID of the mail; may be empty
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are entitlementui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "entitlement", Migrations: Migrations(), Handlers: []event.Handler{s.follow(), s.listen()},
		Workers: s.workers(), Schedules: schedules()}
}
