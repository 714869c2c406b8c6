// Package alert takes what machines report: PagerDuty events, Alertmanager, Grafana and Opsgenie bodies, by a service's key. What
// the same key says again is the same alert; a storm is one with a count.
package alert

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
	return db.Migrations{Module: "alert", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Page pages whom a policy names about a subject; Settle ends the pages of a subject.
	Page   func(ctx context.Context, tx *db.Tx, policy, key, title string, subject event.Subject) error
	Settle func(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are alertui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "alert", Migrations: Migrations()}
}
