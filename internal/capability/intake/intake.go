// Package intake turns mail into tickets and comments, and cannot lose or double one. Receiving makes the
// raw bytes and a row of the ledger durable before anyone is told "stored"; filing is a second step in one
// transaction, which may be run again at any time. What is held back is visible with its reason.
// The specification is mail.md, sections E1 to E7.
package intake

import (
	"context"
	"embed"
	"io"
	"io/fs"
	"log/slog"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "intake", FS: sub}
}

// Parse reads a mail; mailwire.Parse is one.
type Parse func(ctx context.Context, raw io.ReaderAt, size int64, lim mailwire.Limits) *mailwire.Message

// Deps is what intake is built from.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	Blobs   blob.Store
	People  *people.Service
	Tickets *ticket.Service
	Key     []byte // signs reply addresses and Message-IDs
	Desk    string // names this desk in the loop header
	// Outbox says which ticket and comment a mail of ours was about, by the number in its return path; zeros
	// where it was about none. Nil knows of none.
	Outbox func(ctx context.Context, q db.Querier, outbox int64) (ticketID, commentID int64, err error)
	// Bounced tells the sending side of a report about a mail of ours, in the transaction that files the
	// report. fault.NotFound means that it knows no such mail. May be nil.
	Bounced func(ctx context.Context, tx *db.Tx, b Bounce) error
	// Door says in a sentence why who asks for a new ticket may not, and answers them; empty lets them in. Nil lets
	// everybody in. It runs in the transaction that then holds the mail, and again where that is tried again.
	Door func(ctx context.Context, tx *db.Tx, c Caller) (detail string, err error)
	// Invited takes the calendar part of a mail that may answer an invitation of this desk, with the words beside it. ok is false
	// for what is none of ours, which is filed like any mail. May be nil.
	Invited func(ctx context.Context, tx *db.Tx, sender string, calendar []byte, words string) (ticketID int64, ok bool, err error)
	Parse   Parse // nil for mailwire.Parse
	// Apart reads a mail in a process of its own, and gives what is wrong when that process ends badly. fault.Unavailable
	// means that it could not be started. Nil takes every mail for one that ends processes.
	Apart  func(ctx context.Context, raw io.Reader) error
	Logger *slog.Logger
}

// Service holds the use cases.
type Service struct {
	Deps
	arrivals db.Gather[*arrival]
}

// New makes the service.
func New(d Deps) *Service {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	if d.Parse == nil {
		d.Parse = mailwire.Parse
	}
	return &Service{Deps: d}
}
