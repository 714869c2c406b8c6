// Package diagnose reads the bundles that customers attach and says what they show: the probable cause, with the lines that
// are the evidence. It is the only package that opens archives.
package diagnose

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/module"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "diagnose", FS: sub}
}

// Deps is what the package needs of the desk.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	Logger  *slog.Logger
}

// Service holds the use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	return &Service{d}
}

// Module is what the package brings to a desk.
func (s *Service) Module() module.Module {
	return module.Module{Name: "diagnose", Migrations: Migrations(),
		Subscribers: []event.Subscriber{{Name: "diagnose", Kinds: []string{(ticket.Commented{}).EventKind()}, Handle: s.attached}}}
}

// attached examines the bundles of a comment, each once.
func (s *Service) attached(ctx context.Context, e event.Event) error {
	said, err := event.Decode[ticket.Commented](e)
	if err != nil || said.Ours {
		return err
	}
	ctx = access.AsSystem(ctx, "diagnose")
	c, err := s.Tickets.LoadComment(ctx, s.DB.Read(), said.Comment)
	if err != nil {
		return err
	}
	for _, a := range c.Attachments {
		if !bundled(a.Name) || !a.ExpiredAt.IsZero() {
			continue
		}
		if err := s.examine(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// examine reads one bundle and leaves what it shows as an internal note. What cannot be read is said there, too: an engineer
// must not take silence for health.
func (s *Service) examine(ctx context.Context, a ticket.Attachment) error {
	done, err := examined(ctx, s.DB.Read(), a.ID)
	if err != nil || done {
		return err
	}
	_, body, err := s.Tickets.OpenAttachment(ctx, a.ID)
	if err != nil {
		return err
	}
	defer body.Close()
	report, broken := Examine(ctx, body)
	if err := ctx.Err(); err != nil {
		return err
	}
	if broken != nil {
		s.Logger.Info("a bundle cannot be read to its end", "attachment", a.ID)
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		fresh, err := insertRun(ctx, tx, a, report)
		if err != nil || !fresh {
			return err
		}
		desk, err := s.People.Ensure(ctx, tx, "Daywatch", "daywatch@desk.invalid")
		if err != nil {
			return err
		}
		note := ticket.NewComment{AuthorID: desk.ID, Format: ticket.Markdown, Channel: "system", Body: report.Note(a.Name, broken)}
		_, _, err = s.Tickets.UpdateIn(ctx, tx, a.TicketID, ticket.Update{Comment: &note})
		return err
	})
}
