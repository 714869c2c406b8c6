package queue

import (
	"context"
	"embed"
	"io/fs"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "queue", FS: sub}
}

// Deps is what the queue needs of the desk.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	// Notify posts a notice to members of the team, in the transaction that made it true. Nil posts nothing: the
	// pages show all the same.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
	// Chat posts lists to a chat; nil posts none. Link makes an absolute address of a path of the desk.
	Chat *outbound.Client
	Link func(path string) string
	// Bare keeps what is written on the desk out of the chat (a restricted desk).
	Bare bool
	// May gives the reason why somebody may not be given a ticket, such as a missing clearance. Nil knows none.
	May func(ctx context.Context, u people.User, w Waiting) error
	// Keeps reports whether a ticket belongs to somebody by an agreement with its customer: it is not pushed, and not taken
	// from its owner when they are away, when the customer writes or when it is sent home. Nil keeps none.
	Keeps func(ctx context.Context, q db.Querier, ticketID int64) (bool, error)
	// First lists the organizations whose tickets stand on top for somebody. Nil knows none.
	First func(ctx context.Context, q db.Querier, userID int64) ([]int64, error)
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Notice is something the team of a shift should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string   // what it is about, in a sentence
	Lines   []string // one a ticket
	Path    string   // of the page that shows it live
}

// Module is what the package brings to a desk. Its pages are queueui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "queue", Migrations: Migrations(), Handlers: []event.Handler{s.Handler()}, Workers: s.workers()}
}

func (s *Service) workers() []job.Worker {
	return []job.Worker{
		{Kind: watchEndKind, Handle: s.watchEnds},
		{Kind: roundKind, Handle: s.roundEnds},
		{Kind: listKind, Handle: s.listIsDue},
		{Kind: pushKind, Handle: s.pushIsDue},
		s.chatWorker(),
	}
}

// me is the person who acts: the desk itself takes no tickets.
func (s *Service) me(ctx context.Context) (access.Principal, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return access.Principal{}, err
	}
	p, _ := access.From(ctx)
	if p.UserID == 0 {
		return p, fault.New(fault.Forbidden, "Only people take tickets")
	}
	return p, nil
}

// lock reads a ticket and keeps it from changing until the transaction ends. fault.Conflict when it is closed.
func (s *Service) lock(ctx context.Context, tx *db.Tx, id int64) (ticket.Ticket, error) {
	t, _, err := s.Tickets.UpdateIn(ctx, tx, id, ticket.Update{})
	return t, err
}

// colleague is somebody who can be given tickets: fault.Invalid on field where not.
func (s *Service) colleague(ctx context.Context, q db.Querier, id int64, field string) (people.User, error) {
	return s.People.Worker(ctx, q, id, field)
}
