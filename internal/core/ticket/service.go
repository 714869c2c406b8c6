package ticket

import (
	"context"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// UndoSeconds is how long a public reply can be taken back before it is sent; 0 sends at once.
var UndoSeconds = settings.Key[int]{Name: "ticket.undo_seconds", Default: 10, Check: func(n int) error {
	if n < 0 || n > 120 {
		return fault.Field("undo_seconds", "The time to undo a reply is between 0 and 120 seconds, not %d", n)
	}
	return nil
}}

// Service holds the use cases.
type Service struct {
	db     *db.DB
	log    *event.Log
	people *people.Service
	blobs  blob.Store
	ports  Ports
	// refusals is what the desk does not take; nil takes everything.
	refusals func(ctx context.Context, q db.Querier) (Refusals, error)
	door     Door
}

// Ports are what other parts of the desk lend to tickets. Any may be nil.
type Ports struct {
	// Shown evaluates the condition under which a form asks for a field; nil asks always.
	Shown func(when json.RawMessage, t Ticket) (bool, error)
	// CheckWhen refuses a condition that nobody understands.
	CheckWhen func(when json.RawMessage) error
	// Env is what the conditions of lists depend on: the desk's calendars. Nil knows of none.
	Env func(ctx context.Context, q db.Querier, now time.Time) (condition.Env, error)
}

// AttachEnv lends what the conditions of lists depend on. It must not be called once the desk runs.
func (s *Service) AttachEnv(env func(ctx context.Context, q db.Querier, now time.Time) (condition.Env, error)) {
	s.ports.Env = env
}

// Attach lends other ports than those of core/condition. It must not be called once the desk runs.
func (s *Service) Attach(p Ports) { s.ports = p }

// NewService makes the service.
func NewService(d *db.DB, log *event.Log, p *people.Service, blobs blob.Store) *Service {
	return &Service{db: d, log: log, people: p, blobs: blobs, ports: conditions()}
}

// StartNumbersAt makes n the number of the next ticket, so that a desk that moves here goes on counting. It
// never goes below a number in use.
func (s *Service) StartNumbersAt(ctx context.Context, tx *db.Tx, n int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return startNumbersAt(ctx, tx, n)
}

// Get gives one ticket with its tags and people. fault.NotFound when there is none, or none that the
// principal may know of.
func (s *Service) Get(ctx context.Context, id int64) (Ticket, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Ticket{}, err
	}
	return s.Load(ctx, s.db.Read(), id)
}

// Load is Get for a caller who has checked access already, inside its transaction or outside.
func (s *Service) Load(ctx context.Context, q db.Querier, id int64) (Ticket, error) {
	t, err := findTicket(ctx, q, id)
	if err != nil {
		return Ticket{}, err
	}
	return t, loadParts(ctx, q, &t)
}
