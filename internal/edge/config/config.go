// Package config keeps a desk's configuration as files: one YAML file for each object in a folder for each kind, with
// names where the desk has numbers. It exports them, plans and applies what is different in one transaction, rolls
// back, and tells where the desk has drifted from them (tools-and-config-as-code.md, "Desk configuration as code").
package config

import (
	"embed"
	"io/fs"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/calendar"
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
	return db.Migrations{Module: "config", FS: sub}
}

// Deps is what the package is built from. All but Settings are required.
type Deps struct {
	DB        *db.DB
	Log       *event.Log
	Calendars *calendar.Service
	People    *people.Service
	Tickets   *ticket.Service
	Clocks    *sla.Service
	Rules     *rules.Service
	OnCall    *oncall.Service
	Paging    *paging.Service
	CRM       *crm.Service
	Settings  []Setting // of other doors, besides those that this package knows
}

// Service holds the use cases.
type Service struct {
	Deps
	kinds []kind
}

// New makes the service.
func New(d Deps) *Service {
	s := &Service{Deps: d}
	s.kinds = s.allKinds()
	return s
}
