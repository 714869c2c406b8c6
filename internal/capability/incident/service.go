// Package incident keeps what the desk tells many at once: components, incidents with their updates on time, maintenance, and who
// asked to be told.
package incident

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
	return db.Migrations{Module: "incident", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Page pages whom a policy names: an update that is about to be late.
	Page   func(ctx context.Context, tx *db.Tx, policy, key, title string, subject event.Subject) error
	Settle func(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are incidentui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "incident", Migrations: Migrations()}
}
