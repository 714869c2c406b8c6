// Package intake turns mail into tickets and comments, and cannot lose or double one. Receiving makes the
// raw bytes and a row of the ledger durable before anyone is told "stored"; filing is a second step in one
// transaction, which may be run again at any time. What is held back is visible with its reason.
// The specification is mail.md, sections E1 to E7.
package intake

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "intake", FS: sub}
}

// Addresses are the desk's own mail addresses; the first is the one it introduces itself by. Mail for
// address+anything belongs to address.
var Addresses = settings.Key[[]string]{Name: "mail.addresses", Check: func(list []string) error {
	for _, a := range list {
		if local, domain, ok := strings.Cut(a, "@"); !ok || local == "" || domain == "" || strings.ContainsAny(a, " +<>") {
			return fault.Field("addresses", "%q is no mail address of a desk: write it like support@example.com, without a + part", a)
		}
	}
	return nil
}}

// Brakes bound what automatic mail may do.
type Brakes struct {
	// PerSenderHour is how many automatic mails of one sender are filed in an hour; the rest is held.
	PerSenderHour int `json:"per_sender_hour"`
}

// MailBrakes is the setting of Brakes.
var MailBrakes = settings.Key[Brakes]{Name: "mail.brakes.in", Default: Brakes{PerSenderHour: 60}, Check: func(b Brakes) error {
	if b.PerSenderHour < 1 {
		return fault.Field("per_sender_hour", "At least one automatic mail an hour must be let in, not %d", b.PerSenderHour)
	}
	return nil
}}

// State is where a delivery stands.
type State string

// The states. Every delivery is in exactly one.
const (
	Pending State = "pending"
	Filed   State = "filed"
	Held    State = "held"
	Dead    State = "dead" // could not be read; it is a ticket all the same
)

// Delivery is one row of the ledger.
type Delivery struct {
	ID          int64
	Channel     string
	Key         string
	Hash        string
	Size        int64 // bytes, raw
	EnvFrom     string
	EnvTo       []string
	ReceivedAt  time.Time
	State       State
	Reason      string // a word: see the Reason constants; empty for filed and pending
	Detail      string // a sentence for people
	Attempts    int
	Error       string // of the last try
	Released    bool
	Sender      string
	Subject     string
	Automatic   string
	MessageID   string
	ContentHash string
	TicketID    int64
	CommentID   int64
	SameAs      int64
	FiledAt     time.Time
}

// Why a delivery is held or dead.
const (
	ReasonSpam      = "spam"
	ReasonLoop      = "loop"
	ReasonOwn       = "own"
	ReasonBlocked   = "blocked"
	ReasonAutoReply = "auto-reply"
	ReasonBounce    = "bounce"
	ReasonPoison    = "poison"
	ReasonUnread    = "unreadable"
)

// HeldBack is the fact that a mail was held, or with Released let through by a person.
type HeldBack struct {
	Reason   string `json:"reason,omitempty"`
	Released bool   `json:"released,omitempty"`
}

// EventKind implements event.Fact.
func (HeldBack) EventKind() string { return "mail.held" }

// MailFiled is the fact that a mail became part of a ticket.
type MailFiled struct {
	Ticket  int64 `json:"ticket"`
	Comment int64 `json:"comment"`
}

// EventKind implements event.Fact.
func (MailFiled) EventKind() string { return "mail.filed" }

// Deps is what intake is built from.
type Deps struct {
	DB      *db.DB
	Log     *event.Log
	Blobs   blob.Store
	People  *people.Service
	Tickets *ticket.Service
	Key     []byte // signs reply addresses and Message-IDs
	Desk    string // names this desk in the loop header
	// Bounced tells the sending side of a report about a mail of ours; may be nil. outbox is 0 when only the
	// Message-ID is known.
	Bounced func(ctx context.Context, tx *db.Tx, b Bounce) error
	Logger  *slog.Logger
}

// Bounce is a report about a mail of ours that did not arrive.
type Bounce struct {
	Outbox    int64
	TicketID  int64
	CommentID int64
	Recipient string
	Hard      bool
	Text      string
}

// Service holds the use cases.
type Service struct {
	Deps
}

// New makes the service.
func New(d Deps) *Service {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	return &Service{d}
}

// own splits an address of ours into the address and its part after the plus sign.
func own(addresses []string, address string) (plus string, ok bool) {
	local, domain, found := strings.Cut(people.Normalize(address), "@")
	if !found {
		return "", false
	}
	base, plus, _ := strings.Cut(local, "+")
	return plus, slices.ContainsFunc(addresses, func(a string) bool { return strings.EqualFold(a, base+"@"+domain) })
}
