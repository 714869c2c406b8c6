// Package environment keeps what customers run: installations with version, size, topology and history.
package environment

import (
	"context"
	"embed"
	"io/fs"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/module"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "environment", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB     *db.DB
	Log    *event.Log
	People *people.Service
	Blobs  blob.Store
	// Customer gives the organization of a ticket, 0 for none; fault.NotFound where there is no such ticket. Tickets come
	// after environments, so that they cannot be asked from here.
	Customer func(ctx context.Context, q db.Querier, ticketID int64) (organizationID int64, err error)
	// Refuse says what is wrong with a file that is stored already, before it becomes a document; nil takes all of them.
	Refuse func(ctx context.Context, q db.Querier, name, contentType, hash string) error
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are environmentui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "environment", Migrations: Migrations(),
		Handlers: []event.Handler{{Name: "environment", Kinds: []string{people.OrganizationSaved{}.EventKind()}, Handle: s.follow}}}
}
