// Package people knows who is who: users and their addresses, organizations, groups, sign-in, and which
// senders are blocked. Everyone is a user; the role says what sort (Zendesk: Users).
package people

import (
	"context"
	"embed"
	"io/fs"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "people", FS: sub}
}

// Service holds the use cases.
type Service struct {
	db      *db.DB
	log     *event.Log
	post    Post
	hashing hasher

	hasCalendar func(ctx context.Context, q db.Querier, id int64) error // nil believes what it is told
	assigning   func(ctx context.Context, tx *db.Tx, before, after Organization) error
	entry       func(ctx context.Context, q db.Querier, u User) error
}

// New makes the service.
func New(d *db.DB, log *event.Log) *Service {
	return &Service{db: d, log: log, hashing: newHasher()}
}

// AttachCalendars lets organizations have a schedule of their own; has gives fault.NotFound for a calendar that is
// not there. It must not be called once the desk runs.
func (s *Service) AttachCalendars(has func(ctx context.Context, q db.Querier, id int64) error) {
	s.hasCalendar = has
}

// AttachAssigning has f asked, in the transaction, whenever an organization gets another assigned engineer, or none; an
// error refuses the change. It must not be called once the desk runs.
func (s *Service) AttachAssigning(f func(ctx context.Context, tx *db.Tx, before, after Organization) error) {
	s.assigning = f
}

// AttachEntry has f asked of every member of the team at every way in (sign-in, each request of a session, tokens,
// links) and before an account becomes active. An error refuses; fault.Forbidden tells whoever may know why. It must
// not be called once the desk runs.
func (s *Service) AttachEntry(f func(ctx context.Context, q db.Querier, u User) error) { s.entry = f }

// FoldName makes names that differ only in case or spacing equal. It stands beside every name in the
// database, because the engines fold case differently (SQLite: ASCII only).
func FoldName(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}
