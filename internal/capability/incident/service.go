// Package incident keeps what the desk tells many at once: components, incidents with their updates on time, maintenance, and who
// asked to be told.
package incident

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
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "incident", FS: sub}
}

// Deps is what the package needs of the desk. Ports that are nil do nothing: the pages show all the same.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	Out     *outbound.Client // to webhooks
	Key     []byte           // of the desk: it proves links
	// Link makes the absolute URL of a path of this desk.
	Link func(path string) string
	// Named is what customers call the desk.
	Named func(ctx context.Context) string
	// Page pages whom a policy names: an update that is late, an incident that began.
	Page   func(ctx context.Context, tx *db.Tx, policy, key, title string, subject event.Subject) error
	Settle func(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error
	// OnDuty gives the shift of a schedule at a moment; one without people where there is none.
	OnDuty func(ctx context.Context, q db.Querier, schedule string, at time.Time) (Shift, error)
	// Tell posts a notice to members of the team, in the transaction that made it true.
	Tell func(ctx context.Context, tx *db.Tx, n Notice) error
	// Mail posts a letter to a subscriber, likewise.
	Mail func(ctx context.Context, tx *db.Tx, l Letter) error
	// Sealed are the host names of restricted desks, to which no public word may lead.
	Sealed []string
}

// Notice is something that members of the team should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string
	Lines   []string
	Path    string // of the page that shows it live
}

// Service holds the use cases.
type Service struct {
	Deps
	copied func(ctx context.Context) error
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d} }

// AttachCopy lends what writes the static copy of the public page. It must not be called once the desk runs.
func (s *Service) AttachCopy(write func(ctx context.Context) error) { s.copied = write }

// Module is what the package brings to a desk. Its pages are incidentui's and statusui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "incident", Migrations: Migrations(), Handlers: []event.Handler{s.Handler()}, Workers: s.workers(), Schedules: []job.Schedule{
		{Name: watchKind, Kind: watchKind, Every: time.Hour}, {Name: copyKind, Kind: copyKind, Every: time.Hour}}}
}

func (s *Service) workers() []job.Worker {
	return append(s.turns(),
		job.Worker{Kind: warnKind, Handle: s.warnDue},
		job.Worker{Kind: lateKind, Handle: s.isLate},
		job.Worker{Kind: sweepKind, Handle: s.sweep, Timeout: 10 * time.Minute},
		job.Worker{Kind: tellKind, Handle: s.tell, Timeout: time.Hour},
		job.Worker{Kind: webhookKind, Handle: s.post, MaxAttempts: 8, Discarded: s.missed},
		job.Worker{Kind: verifyKind, Handle: s.verify, MaxAttempts: 5, Discarded: s.neverMind},
		job.Worker{Kind: watchKind, Handle: s.watch},
		job.Worker{Kind: shiftKind, Handle: s.shiftEnds},
		job.Worker{Kind: copyKind, Handle: s.copyPage},
	)
}
