// Package call books calls with customers: links, slots, invitations, what became of them.
package call

import (
	"context"
	"embed"
	"io/fs"
	"net/mail"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
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
	return db.Migrations{Module: "call", FS: sub}
}

// Deps is what the package needs of the desk. Every function may be nil.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	Key     []byte // makes the secrets of links, and seals passwords
	// Link makes the absolute URL of a path of this desk; nil leaves the path as it is.
	Link func(path string) string
	// Sender is who invitations come from: the desk. An empty address: none yet.
	Sender func(ctx context.Context, q db.Querier) (mail.Address, error)
	// Send posts a letter in the transaction that made it true; nil posts nothing.
	Send func(ctx context.Context, tx *db.Tx, l Letter) error
	// Notify posts a notice to members of the team likewise.
	Notify func(ctx context.Context, tx *db.Tx, n Notice) error
	// OnCall gives when somebody is on call for emergencies between two instants; nil knows of nobody.
	OnCall func(ctx context.Context, q db.Querier, userID int64, from, until time.Time) ([]slot.Span, error)
	// Attention tells whether somebody asked for attention for a ticket, and that is open; nil knows of none.
	Attention func(ctx context.Context, q db.Querier, ticketID int64) (bool, error)
	// Changed tells the part that a call is about what became of it, in the same transaction.
	Changed func(ctx context.Context, tx *db.Tx, c Call) error
	// Restricted is a desk that offers no video and no screen sharing, and takes no guests (us-government.md).
	Restricted bool
	// Client goes to calendars and providers of rooms; nil goes nowhere.
	Client *outbound.Client
}

// Notice is something that members of the team should read now.
type Notice struct {
	Cause   string // the same for the same notice: nobody gets it twice
	To      []people.User
	Subject string
	Lead    string
	Lines   []string
	Path    string // of the page that shows it
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service {
	if d.Link == nil {
		d.Link = func(path string) string { return path }
	}
	return &Service{d}
}

// Module is what the package brings to a desk. Its pages are callui's.
func (s *Service) Module() module.Module {
	return module.Module{Name: "call", Migrations: Migrations(), Workers: s.workers(),
		Schedules: []job.Schedule{{Name: "call.calendars", Kind: allKind, Every: time.Hour}}}
}

func (s *Service) workers() []job.Worker {
	return []job.Worker{{Kind: dueKind, Handle: s.due},
		{Kind: roomKind, Handle: s.tendRoom, Backoff: patiently, MaxAttempts: roomTries, Discarded: s.roomGivenUp},
		{Kind: allKind, Handle: s.fetchAll}, {Kind: fetchKind, Handle: s.fetch},
		{Kind: putKind, Handle: s.put, Backoff: patiently}}
}

// patiently waits a minute longer after each try, up to a quarter of an hour: a call is near sooner than a backoff of hours.
func patiently(attempt int) time.Duration { return time.Duration(min(attempt, 15)) * time.Minute }

// myself is the door of what is a person's own: anybody of the team, for themselves.
func myself(ctx context.Context) (int64, error) {
	p, ok := access.From(ctx)
	if !ok || p.UserID == 0 || !p.Role.Staff() {
		return 0, fault.New(fault.Forbidden, "Only people of the team have a calendar here")
	}
	return p.UserID, nil
}

// note writes what became of a call into its ticket's log, or into its own, and tells the part that it is about.
func (s *Service) note(ctx context.Context, tx *db.Tx, c Call, facts ...event.Fact) error {
	log := Subject(c.ID)
	if c.TicketID != 0 {
		if _, err := s.Tickets.Lock(ctx, tx, c.TicketID); err != nil {
			return err
		}
		log = event.Ticket(c.TicketID)
	}
	if err := s.Log.Append(ctx, tx, log, facts...); err != nil || s.Changed == nil {
		return err
	}
	return s.Changed(ctx, tx, c)
}

// was is the fact of what became of a call.
func (c Call) was() Was {
	w := Was{Call: c.ID, Kind: c.Kind, State: c.State, Customer: c.ByCustomer}
	if !c.From.IsZero() {
		w.At, w.Minutes = c.From.UnixMicro(), c.Minutes()
	}
	if len(c.Hosts) > 0 {
		w.Host = c.Hosts[0]
	}
	return w
}
