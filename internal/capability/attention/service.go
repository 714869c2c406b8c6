// Package attention takes what employees ask for a ticket or an account: attention requests (STAR) and account escalations.
package attention

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
	return db.Migrations{Module: "attention", FS: sub}
}

// Deps is what the package needs of the desk. Every function may be nil.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// OnDuty gives the managers on call at an instant, who is asked first in front; nil knows none.
	OnDuty func(ctx context.Context, q db.Querier, at time.Time) ([]int64, error)
	// Holding gives everybody who is on call for anything; nil knows nobody.
	Holding func(ctx context.Context, q db.Querier, at time.Time) ([]int64, error)
	// Hours tells whether support is open by a calendar's title (empty: the desk's), and otherwise when it opens next,
	// zero for never. nil is always open.
	Hours func(ctx context.Context, q db.Querier, calendar string, at time.Time) (open bool, opens time.Time, err error)
	// Incident tells whether a ticket belongs to an incident that the status page tells of; nil knows none.
	Incident func(ctx context.Context, q db.Querier, ticketID int64) (bool, error)
	// Notify posts a notice to members of the team, in the transaction that made it true; nil posts nothing.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
}

// Notice is something that members of the team should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string   // what it is about, in a sentence
	Lines   []string // more of it
	Path    string   // of the page that shows it
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are attentionui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "attention", Migrations: Migrations(), Workers: s.workers()}
}

func (s *Service) workers() []job.Worker {
	return []job.Worker{{Kind: clockKind, Handle: s.fire}, {Kind: accountKind, Handle: s.remind}}
}

// tell posts a notice to those of ids who can read it; nobody at all makes it one for every lead.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n Notice, ids ...int64) error {
	if s.Notify == nil {
		return nil
	}
	staff, err := s.People.Staff(ctx, tx)
	if err != nil {
		return err
	}
	for _, u := range staff {
		for _, id := range ids {
			if u.ID == id && u.Active {
				n.To = append(n.To, u)
			}
		}
	}
	for _, u := range staff {
		if len(ids) == 0 && u.Active && u.Role.Allows(managing) {
			n.To = append(n.To, u)
		}
	}
	return s.Notify(ctx, tx, n)
}
