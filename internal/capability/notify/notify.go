// Package notify is what goes out of the desk: replies and acknowledgements to customers, notifications to
// engineers, invitations. A mail is a row of the outbox, written in the transaction of its cause, and sent
// from there until every recipient has an outcome. The specification is mail.md, section E6.
package notify

import (
	"context"
	"embed"
	"io"
	"io/fs"
	"log/slog"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "notify", FS: sub}
}

// Submit hands one message to a relay; submit.Send is one.
type Submit func(ctx context.Context, relay submit.Relay, env submit.Envelope, msg func(io.Writer) error) ([]submit.Recipient, error)

// Deps is what the package is built from. DB, Log, People, Tickets and Key are required.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	People  *people.Service
	Tickets *ticket.Service
	Key     []byte // signs reply addresses, Message-IDs and bounce addresses
	Host    string // stands in Message-IDs while the desk has no mail address
	Desk    string // names this desk in the loop header
	// Link makes the absolute URL of a path of this desk. Nil leaves the path as it is.
	Link func(path string) string
	// Own reports whether an address belongs to the desk: mail to it would come back as a ticket. Nil knows
	// only the address that mail goes out from.
	Own func(ctx context.Context, q db.Querier, address string) (bool, error)
	// Signers gives DKIM keys beside those of the settings; may be nil.
	Signers func(domain string) ([]*compose.Signer, error)
	// Unreachable is told, in the transaction, that news came back from an address. Nil tells nobody.
	Unreachable func(ctx context.Context, tx *db.Tx, address, why string) error
	// Publish wakes open pages after a commit: topic "ticket:42" or "user:7". Nil wakes nobody.
	Publish func(topic, name string)
	// Bare keeps what is written on the desk out of mails to its own team (a restricted desk).
	Bare bool
	// Submit is nil for submit.Send.
	Submit Submit
	Logger *slog.Logger
}

// Service holds the use cases.
type Service struct {
	Deps
	poll time.Duration
}

// New makes the service.
func New(d Deps) *Service {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	if d.Submit == nil {
		d.Submit = submit.Send
	}
	if d.Link == nil {
		d.Link = func(path string) string { return path }
	}
	if d.Publish == nil {
		d.Publish = func(string, string) {}
	}
	if d.Host == "" {
		d.Host = "localhost"
	}
	return &Service{Deps: d, poll: poll}
}

// publish wakes pages once tx has committed.
func (s *Service) publish(tx *db.Tx, topic, name string) {
	tx.AfterCommit(func() { s.Publish(topic, name) })
}
