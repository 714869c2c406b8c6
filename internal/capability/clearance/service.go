// Package clearance keeps who may enter a restricted desk, and who looked at what there.
package clearance

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
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
	return db.Migrations{Module: "clearance", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB     *db.DB
	Log    *event.Log
	People *people.Service
	// Restricted desks let nobody of the team in without a record.
	Restricted bool
	// Key keys the digests of views and of what is searched for: who reads the log cannot try words against them, and who
	// writes rows cannot make the log anew.
	Key []byte
	// Follow has what else counts a fact (a qualification for being on call) follow a record, in its transaction; nil:
	// nothing does.
	Follow func(ctx context.Context, tx *db.Tx, personID int64, fact string, holds bool) error
	Logger *slog.Logger
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	return &Service{d}
}

// Module is what the package brings to a desk. Its pages are clearanceui's.
func (s *Service) Module() module.Module {
	m := module.Module{Name: "clearance", Migrations: Migrations(), Workers: []job.Worker{{Kind: expiryKind, Handle: s.expire}}}
	if s.Restricted {
		m.Workers = append(m.Workers, job.Worker{Kind: anchorKind, Handle: s.anchor})
		m.Schedules = []job.Schedule{{Name: "anchor the log of views", Kind: anchorKind, Every: 24 * time.Hour}}
	}
	return m
}
