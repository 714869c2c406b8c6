// Package account keeps assigned engineers: whose accounts, in which hours, covered by whom.
package account

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
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
	return db.Migrations{Module: "account", FS: sub}
}

// Deps is what the package needs of the desk. Every function may be nil.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Holidays gives the public holidays of somebody's region from a up to b; nil knows none.
	Holidays func(ctx context.Context, q db.Querier, u people.User, a, b time.Time) ([]coverage.Span, error)
	// Emergency gives the open emergency of a ticket; nil knows none.
	Emergency func(ctx context.Context, q db.Querier, ticketID int64) (Emergency, bool, error)
	// Ring pages one person, in the transaction of its cause; nil pages nobody. Quiet ends what rings about a subject.
	Ring  func(ctx context.Context, tx *db.Tx, a Alarm) error
	Quiet func(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error
	// Rotations lists the on-call schedules that each person is in, by their titles; nil knows none.
	Rotations func(ctx context.Context, q db.Querier) (map[int64][]string, error)
	// Spent gives the minutes that were noted for each customer by somebody from a up to b; nil knows none.
	Spent func(ctx context.Context, q db.Querier, userID int64, a, b time.Time) (map[int64]int, error)
	// Order lists the tickets of an organization that the customer gave a place, in the order in which they want them worked on; nil
	// knows no such order.
	Order func(ctx context.Context, organization int64) ([]int64, error)
	// Commitments lists what else somebody has promised, such as a series of calls; nil knows nothing.
	Commitments func(ctx context.Context, q db.Querier, userID int64) ([]Commitment, error)
	// Notify posts a notice to members of the team, in the transaction that made it true; nil posts nothing.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
}

// Notice is something that members of the team should read now. It rings nowhere.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string   // what it is about, in a sentence
	Lines   []string // more of it
	Path    string   // of the page that shows it
}

// Commitment is something that somebody promised.
type Commitment struct {
	Words string
	Path  string // of the page that shows it
	At    time.Time
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Module is what the package brings to a desk. Its pages are accountui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "account", Migrations: Migrations(), Handlers: []event.Handler{s.Handler()},
		Workers: []job.Worker{{Kind: wantedKind, Handle: timed(s, s.stillWanted)}, {Kind: backKind, Handle: timed(s, s.coverEnds)},
			{Kind: morningKind, Handle: timed(s, s.morning)}, {Kind: endKind, Handle: timed(s, s.contractEnds)}}}
}

// timed has the desk itself do what was waited for, in one transaction.
func timed[A any](s *Service, do func(ctx context.Context, tx *db.Tx, args A) error) func(context.Context, job.Job) error {
	return func(ctx context.Context, j job.Job) error {
		var args A
		if err := j.Decode(&args); err != nil {
			return err
		}
		ctx = access.AsSystem(ctx, "account")
		return s.DB.Do(ctx, func(tx *db.Tx) error { return do(ctx, tx, args) })
	}
}

// tell posts a notice to those of ids who can read it. managing adds everybody who manages the team, as it does where nobody
// is left to tell.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n Notice, managing bool, ids ...int64) error {
	if s.Notify == nil {
		return nil
	}
	staff, err := s.People.Staff(ctx, tx)
	if err != nil {
		return err
	}
	pick := func(wanted func(u people.User) bool) {
		for _, u := range staff {
			if u.Active && wanted(u) {
				n.To = append(n.To, u)
			}
		}
	}
	named := func(u people.User) bool {
		for _, id := range ids {
			if u.ID == id {
				return true
			}
		}
		return false
	}
	pick(named)
	if managing || len(n.To) == 0 {
		pick(func(u people.User) bool { return u.Role.Allows(access.ManageStaff) && !named(u) })
	}
	return s.Notify(ctx, tx, n)
}

// actor is the person who acts; 0 is the desk itself.
func actor(ctx context.Context) int64 {
	p, _ := access.From(ctx)
	return p.UserID
}
