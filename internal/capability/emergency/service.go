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
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
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
	// Page pages whom the policy of emergencies names, but for those in except; Settle ends the pages of a ticket.
	Page   func(ctx context.Context, tx *db.Tx, p Alarm) error
	Settle func(ctx context.Context, tx *db.Tx, ticketID int64, reason string) error
	// OnCall gives whom a schedule, named by its title, has on call at an instant.
	OnCall func(ctx context.Context, q db.Querier, schedule string, at time.Time) ([]int64, error)
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are emergencyui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "emergency", Migrations: Migrations()}
}
