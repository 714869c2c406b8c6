// Package crm takes customers over from the system that sells to them: it fetches accounts, maps them to the desk's words,
// compares them with what the desk has, and applies what somebody agreed to. It tells that system of their tickets.
package crm

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
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
	return db.Migrations{Module: "crm", FS: sub}
}

// Deps is what the package needs of the desk. Every function may be nil.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Client speaks HTTP; it must take answers of some megabytes.
	Client *outbound.Client
	// Calendars gives the titles of the desk's calendars by their numbers; nil knows none.
	Calendars func(ctx context.Context, q db.Querier) (map[int64]string, error)
	// Tell posts a notice to people of the team, in the transaction that made it true; nil posts nothing.
	Tell func(ctx context.Context, tx *db.Tx, n Notice) error
	// Publish wakes open pages of the workspace: topic "crm:7". Nil wakes nobody.
	Publish func(topic string)
	// Link makes the absolute URL of a path; nil leaves it as it is.
	Link func(path string) string
	// Host names the desk in the external ids of cases.
	Host string
	// Restricted keeps the desk from telling the CRM anything: nothing leaves a restricted desk.
	Restricted bool
	// Backoff is how long to wait after so many failures in a row, where the CRM asks to be left alone for a while (0: it asks
	// nothing). Nil is 2 s, doubled each time, at most 15 minutes, and no less than what is asked for.
	Backoff func(tries int, asked time.Duration) time.Duration
	Logger  *slog.Logger
}

// Notice is something that people of the team should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string
	Lines   []string
	Path    string // of the page that shows it
}

// Service holds the use cases.
type Service struct {
	Deps
	sessions sessions
}

// New makes the service.
func New(d Deps) *Service {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	if d.Link == nil {
		d.Link = func(path string) string { return path }
	}
	if d.Backoff == nil {
		d.Backoff = func(tries int, asked time.Duration) time.Duration {
			return max(asked, min(time.Second<<min(tries, 10), 15*time.Minute))
		}
	}
	return &Service{Deps: d}
}

// Module is what the package brings to a desk. Its pages are crmui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "crm", Migrations: Migrations(), Subscribers: s.subscribers(),
		Workers: []job.Worker{{Kind: workKind, Handle: s.work, Timeout: 10 * time.Minute}, {Kind: tickKind, Handle: s.tick, Timeout: 10 * time.Minute},
			{Kind: caseKind, Handle: s.sendCases, Timeout: 10 * time.Minute}},
		Schedules: []job.Schedule{{Name: tickKind, Kind: tickKind, Every: time.Hour}}}
}

// tell posts a notice to those who configure the desk.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n Notice) error {
	if s.Tell == nil {
		return nil
	}
	staff, err := s.People.Staff(ctx, tx)
	if err != nil {
		return err
	}
	for _, u := range staff {
		if u.Active && u.Role.Allows(managing) {
			n.To = append(n.To, u)
		}
	}
	return s.Tell(ctx, tx, n)
}
