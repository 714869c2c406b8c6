// Package paging makes people look: a page goes to whom its policy names, step after step, by the ways that each chose,
// until somebody acknowledges it. Every attempt is a row with a lease; nothing is only in memory.
package paging

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/module"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "paging", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB     *db.DB
	Log    *event.Log
	People *people.Service
	// OnCall gives whom a schedule, named by its title, has on call at an instant; the first of them is asked first. Nobody is
	// no error.
	OnCall func(ctx context.Context, q db.Querier, schedule string, at time.Time) ([]int64, error)
	// Busy reports whether somebody already answers for an emergency that is not over, so that the next goes to the next person.
	Busy func(ctx context.Context, q db.Querier, userID int64, at time.Time) (bool, error)
	// Card gives what a page tells about its subject, when it is sent or shown.
	Card func(ctx context.Context, q db.Querier, subject event.Subject) (Card, error)
	// Changed is told, in the transaction, that a page was acknowledged, resolved, escalated or exhausted.
	Changed func(ctx context.Context, tx *db.Tx, c Change) error
	// Lock locks the row of a subject whose facts a page appends; nil locks nothing.
	Lock func(ctx context.Context, tx *db.Tx, subject event.Subject) error
	// Senders send attempts, each by its way.
	Senders map[Kind]Sender
	// Carriers send what is no attempt of a page, each by its way: codes, word that somebody has it.
	Carriers map[Kind]Carrier
	// Tell posts a notice to people of the team, in the transaction that made it true. Nil posts nothing.
	Tell func(ctx context.Context, tx *db.Tx, n Notice) error
	// Publish wakes open pages of the workspace: topic "page:7" or "pages". Nil wakes nobody.
	Publish func(topic string)
	// Link makes the absolute URL of a path.
	Link func(path string) string
	// Key is the desk's key, which signs links.
	Key    []byte
	Logger *slog.Logger
	// Bare keeps what pages are about out of what is sent for them, and out of the page for who is not signed in (a restricted desk).
	Bare bool
	// Poll is how often, at the least, the engine looks for what another process wrote; what its own wrote wakes it. 0 is 5 s.
	Poll time.Duration
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	if d.Link == nil {
		d.Link = func(path string) string { return path }
	}
	if d.Poll == 0 {
		d.Poll = 5 * time.Second
	}
	return &Service{d}
}

// Module is what the package brings to a desk. Its pages are pagingui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "paging", Migrations: Migrations(), Run: s.Run, Subscribers: s.subscribers(),
		Health: []module.Check{{Name: "paging", Probe: s.probe}}}
}
