// Package review keeps what an engineer and a customer go through together: review calls with their agenda, decisions and
// minutes, risks, the runbook for cover, plans, hours, what the field asks, and the report a customer is sent (ADR 15).
package review

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/blob"
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
	return db.Migrations{Module: "review", FS: sub}
}

// Deps is what the package needs of the desk. Every function may be nil.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	Blobs   blob.Store // takes the reports that are sent
	People  *people.Service
	Tickets *ticket.Service
	// InCharge gives who answers for an account at an instant: its engineer, or who covers; 0: nobody. nil takes the
	// engineer that the organization names.
	InCharge func(ctx context.Context, q db.Querier, organization int64, at time.Time) (int64, error)
	// Agreed gives what hours of engineers a customer has by contract; nil knows of none.
	Agreed func(ctx context.Context, q db.Querier, organization int64) ([]Agreement, error)
	// Hours gives the hours in which a customer is supported; nil is always open.
	Hours func(ctx context.Context, q db.Querier, o people.Organization) (*bizcal.Calendar, error)
	// Meet puts a call into the calendars of hosts and guests and gives its number; nil makes no calls.
	Meet func(ctx context.Context, tx *db.Tx, i Invitation) (callID int64, err error)
	// Move puts a call at another time. It is there where Meet is.
	Move func(ctx context.Context, tx *db.Tx, callID int64, at time.Time, minutes int) error
	// CancelMeeting takes a call back, with the reason that those invited read. It is there where Meet is.
	CancelMeeting func(ctx context.Context, tx *db.Tx, callID int64, reason string) error
	// HoldMeeting says that a call took place: its minutes went out. It is there where Meet is.
	HoldMeeting func(ctx context.Context, tx *db.Tx, callID int64) error
	// Replies gives how the first reply of tickets went, by ticket; those without a target are missing. nil knows none.
	Replies func(ctx context.Context, q db.Querier, tickets ...int64) (map[int64]Replied, error)
	// Upgrades gives the upgrades of a customer that were held between two instants; nil knows none.
	Upgrades func(ctx context.Context, q db.Querier, organization int64, from, until time.Time) ([]Upgraded, error)
	// Away gives when people of the team are away in a stretch of time; nil knows of nobody.
	Away func(ctx context.Context, q db.Querier, ids []int64, from, until time.Time) (map[int64][]Off, error)
	// Notify posts a notice to members of the team, in the transaction that made it true; nil posts nothing.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
}

// Invitation is a call to be held.
type Invitation struct {
	Subject        event.Subject // the meeting that it is for
	OrganizationID int64
	Title          string
	At             time.Time
	Minutes        int
	Hosts, Guests  []int64
	About          string // Markdown, for those invited
}

// Agreement is what an engineer owes an account by contract.
type Agreement struct {
	UserID      int64
	WeekMinutes int         // a week
	From, Until bizcal.Date // first and last day; zero has no edge
}

// Replied is how the first reply of a ticket went.
type Replied struct {
	After time.Duration // of the hours that count for it
	Due   time.Duration // that it had
	Met   bool
}

// Upgraded is an upgrade that was held.
type Upgraded struct {
	Title   string
	At      time.Time
	Outcome string // "done", "trouble", "rolled_back" or "postponed"
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

// Module is what the package brings to a desk. Its pages are reviewui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "review", Migrations: Migrations(), Workers: s.workers(), Handlers: s.handlers()}
}

func (s *Service) workers() []job.Worker {
	return []job.Worker{{Kind: planKind, Handle: s.planNext}, {Kind: hostKind, Handle: s.askHost}, {Kind: actionKind, Handle: s.reminder(s.remindAction)},
		{Kind: requestKind, Handle: s.reminder(s.remindRequest)}}
}

func (s *Service) handlers() []event.Handler {
	return []event.Handler{s.followAccounts(), s.followReminders()}
}

// tell posts a notice to those of ids who can read it; nobody at all tells nobody.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n Notice, ids ...int64) error {
	if s.Notify == nil {
		return nil
	}
	users, err := s.People.Named(ctx, tx, ids...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if u := users[id]; u.Active && u.Role.Staff() {
			n.To = append(n.To, u)
			delete(users, id)
		}
	}
	if len(n.To) == 0 {
		return nil
	}
	return s.Notify(ctx, tx, n)
}
