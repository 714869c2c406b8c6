// Package oncall keeps who is on call: schedules of layers, overrides, shadows, cover between colleagues, and what was
// so when. Who is on call at an instant is a pure function of a definition (package rotation).
package oncall

import (
	"context"
	"embed"
	"io/fs"
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
	return db.Migrations{Module: "oncall", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB     *db.DB
	Log    *event.Log
	People *people.Service
	// Notify posts a notice to members of the team, in the transaction that made it true. Nil posts nothing: the pages
	// show all the same.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
	// Pages gives the instants at which somebody was paged in [from, until). Nil knows of none.
	Pages func(ctx context.Context, q db.Querier, userID int64, from, until time.Time) ([]time.Time, error)
	// Uses says in a sentence what still needs a schedule; empty is nothing. Nil knows of nothing. It is asked in the
	// transaction that deletes.
	Uses func(ctx context.Context, q db.Querier, s Schedule) (string, error)
	// Fetch asks for a calendar at an address that somebody gave, unless it is still that of an ETag. Nil reads none.
	Fetch func(ctx context.Context, url, etag string) (Fetched, error)
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Notice is something that colleagues should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string // what it is about, in a sentence
	Lines   []string
	Path    string // of the page that shows it live
}

// Module is what the package brings to a desk. Its pages are oncallui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "oncall", Migrations: Migrations(), Handlers: []event.Handler{s.followPeople()},
		Workers: []job.Worker{{Kind: lookoutKind, Handle: s.lookOut}, {Kind: expiryKind, Handle: s.expire},
			{Kind: readAwayKind, Handle: s.readAways, Timeout: 10 * time.Minute}},
		Schedules: []job.Schedule{{Name: "on-call lookout", Kind: lookoutKind, Every: 6 * time.Hour},
			{Name: "time off from calendars", Kind: readAwayKind, Every: awayEvery}}}
}
