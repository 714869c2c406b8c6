// Package discussion is the bridge out of a restricted desk: a sanitised question, and what others answer.
package discussion

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
	return db.Migrations{Module: "discussion", FS: sub}
}

// Deps is what the package needs of the desk. Without Deliver nothing can leave, and the desk needs no such thing.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Kept gives the texts that the desk keeps of a customer beside tickets, of their installations and the like, for the
	// machines and people that they name; nil: there are none.
	Kept func(ctx context.Context, q db.Querier, organizationID int64) ([]string, error)
	// Deliver gives the other side an item, and gives its number there; an item with the mark of one that is there is that one.
	Deliver func(ctx context.Context, c Crossing) (ref string, err error)
	// Answers reads what was answered there.
	Answers func(ctx context.Context, ref string) ([]Answer, error)
	// Close tells the other side that the matter is over, and nothing else.
	Close func(ctx context.Context, ref string) error
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are discussionui's.
func (s *Service) Module() module.Module {
	m := module.Module{Name: "discussion", Migrations: Migrations()}
	if s.Deliver == nil {
		return m
	}
	m.Handlers = []event.Handler{s.followTickets()}
	m.Workers = []job.Worker{{Kind: crossKind, Handle: s.cross}, {Kind: closeKind, Handle: s.tellClosed}, {Kind: pullKind, Handle: s.pullAll}}
	m.Schedules = []job.Schedule{{Name: "read answers to discussion items", Kind: pullKind, Every: time.Hour}}
	return m
}
