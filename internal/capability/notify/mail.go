package notify

import (
	"net/mail"
	"time"

	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// Kind says what a mail is for.
type Kind string

// The kinds of mail.
const (
	Reply        Kind = "reply"        // an engineer's words to the customer
	Ack          Kind = "ack"          // "we have it", with the number
	Notification Kind = "notification" // to an engineer
	Invite       Kind = "invite"
	Reset        Kind = "reset"
	Entry        Kind = "entry"       // lets a customer into the portal
	News         Kind = "news"        // to somebody who asked for it; see Circular
	Appointment  Kind = "appointment" // a call, for the reader's calendar; see Invitation
)

// Kinds lists the kinds of mail.
func Kinds() []Kind {
	return []Kind{Reply, Ack, Reminder, Notification, Invite, Reset, Entry, News, Appointment, Refusal}
}

// secret reports whether the mail holds a link that lets somebody in.
func (k Kind) secret() bool { return k == Invite || k == Reset || k == Entry }

// State is where a mail stands.
type State string

// The states. Sent, Partly and Failed are final.
const (
	Queued  State = "queued"
	Sending State = "sending"
	Sent    State = "sent"   // to every recipient
	Partly  State = "partly" // to some
	Failed  State = "failed" // to none, as far as is known
)

// States lists the states.
func States() []State { return []State{Queued, Sending, Sent, Partly, Failed} }

// Waiting is the outcome of a recipient who was not tried yet; the others are submit's.
const Waiting submit.Outcome = "waiting"

// Role is the header a recipient stands in.
type Role string

// The roles.
const (
	To Role = "to"
	Cc Role = "cc"
)

// Recipient is one address of a mail and what became of it.
type Recipient struct {
	Address  string
	Name     string
	Role     Role
	Outcome  submit.Outcome
	Code     int    // the relay's reply code; 0 where it gave none
	Enhanced string // such as "5.1.1" (RFC 3463)
	Said     string // the relay's words, or what happened instead
	Copies   int    // tries that delivered or may have delivered
	At       time.Time
}

// MaybeTwice reports whether a second copy may have arrived.
func (r Recipient) MaybeTwice() bool { return r.Copies > 1 }

// open reports whether the recipient is still to be tried.
func (r Recipient) open() bool {
	return r.Outcome == Waiting || r.Outcome == submit.Deferred || r.Outcome == submit.Unknown
}

// Mail is a row of the outbox.
type Mail struct {
	ID           int64
	Kind         Kind
	Cause        string
	Audience     string
	TicketID     int64 // 0: about none
	CommentID    int64 // the comment it carries or answers; 0: none
	ActorID      int64 // who is told when it fails; 0: nobody
	MessageID    string
	InReplyTo    string
	References   []string
	EnvelopeFrom string
	From         mail.Address
	ReplyTo      string
	Subject      string
	Text         string
	HTML         string
	Automatic    compose.Automatic
	Unsubscribe  string // of News: leaves the list by one click; may be empty
	Calendar     string // of Appointment: the calendar part
	Method       string // of Appointment: what the part asks for (RFC 5546)
	State        State
	Attempts     int
	FirstTryAt   time.Time
	NextTryAt    time.Time
	DotAt        time.Time // the final dot of the running try may be out
	LastError    string
	CreatedAt    time.Time
	SettledAt    time.Time
	Recipients   []Recipient
}

// MaybeTwice reports whether any recipient may have got a second copy.
func (m Mail) MaybeTwice() bool {
	for _, r := range m.Recipients {
		if r.MaybeTwice() {
			return true
		}
	}
	return false
}

// open lists the addresses still to be tried.
func (m Mail) open() []string {
	var all []string
	for _, r := range m.Recipients {
		if r.open() {
			all = append(all, r.Address)
		}
	}
	return all
}

// in lists the recipients of a header.
func (m Mail) in(role Role) []mail.Address {
	var all []mail.Address
	for _, r := range m.Recipients {
		if r.Role == role {
			all = append(all, mail.Address{Name: r.Name, Address: r.Address})
		}
	}
	return all
}
