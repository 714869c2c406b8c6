// Package alert takes what machines report: PagerDuty events, Alertmanager, Grafana and Opsgenie bodies, by a service's key. What
// the same key says again is the same alert; a storm is one with a count.
package alert

import (
	"context"
	"embed"
	"io/fs"
	"time"

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
	return db.Migrations{Module: "alert", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Page pages whom a policy names; fault.NotFound where it is not there. Answer tells the pages of a subject that
	// somebody looks at it, 0 for somebody at the sender's side; Settle ends them. Nil pages nobody: the list shows all the same.
	Page   func(ctx context.Context, tx *db.Tx, c Call) error
	Answer func(ctx context.Context, tx *db.Tx, subject event.Subject, userID int64) error
	Settle func(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error
	// Policies lists the titles of the escalation policies; nil knows none.
	Policies func(ctx context.Context) ([]string, error)
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are alertui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "alert", Migrations: Migrations(), Workers: []job.Worker{
		{Kind: silenceKind, Handle: func(ctx context.Context, _ job.Job) error { return s.silence(ctx) }},
		{Kind: forgetKind, Handle: func(ctx context.Context, _ job.Job) error { return s.forget(ctx) }},
	}, Schedules: []job.Schedule{{Name: silenceKind, Kind: silenceKind, Every: time.Hour}, {Name: forgetKind, Kind: forgetKind, Every: time.Hour}}}
}
