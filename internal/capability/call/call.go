package call

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// Kind is what a call is for: the key of a kind in the setting call.rules, or one of those that other parts of the desk set.
type Kind string

// The kinds that have rules by default (crm-and-calls.md, Calls), and those that are never offered by a link.
const (
	Discovery       Kind = "discovery"
	Troubleshooting Kind = "troubleshooting"
	ResetReview     Kind = "reset_review"
	Upgrade         Kind = "upgrade"
	Review          Kind = "review"  // one of a series with a customer's account
	Meeting         Kind = "meeting" // anything else that somebody sets
)

// State is where a call stands.
type State string

// The states. Offered and Booked are open.
const (
	Offered   State = "offered"   // a link is out, nothing is chosen
	Booked    State = "booked"    // a time is held
	Held      State = "held"      // it took place
	NoShow    State = "no_show"   // the customer did not come
	Cancelled State = "cancelled" // by either side, after it was booked
	Withdrawn State = "withdrawn" // the link was taken back before anything was chosen
	Expired   State = "expired"   // nobody chose anything in time
)

// States lists the states.
func States() []State { return []State{Offered, Booked, Held, NoShow, Cancelled, Withdrawn, Expired} }

// Open reports whether something is still to come of it.
func (s State) Open() bool { return s == Offered || s == Booked }

// Call is a call, from the offer of a link to what became of it.
type Call struct {
	ID             int64
	UID            string // in calendars
	Sequence       int    // of what was booked (RFC 5546)
	Kind           Kind
	State          State
	Subject        event.Subject // what it is about
	TicketID       int64         // 0: no ticket
	OrganizationID int64         // 0: none
	CustomerID     int64         // who was offered the link; 0: nobody was
	By             int64         // who offered or set it; 0: the desk itself
	Title          string
	About          string // what it shall cover, in the customer's words
	Pool           []int64
	EveryHost      bool  // the whole pool takes part, else one of it
	Choices        []int // minutes to choose from
	From, Until    time.Time
	Zone           string // of the customer, IANA; may be empty
	Language       string // of the customer, BCP 47; may be empty
	Nonce          string // of the link; empty: there is none
	Provider       string
	Room           string    // address of the video room; empty: none yet
	RoomRef        string    // what the provider calls it; empty: nothing is to be asked of anybody
	RoomFrom       time.Time // the time that the provider knows
	RoomUntil      time.Time
	RoomError      string // what the provider said when it failed last; empty: nothing is wrong
	OfferedAt      time.Time
	ExpiresAt      time.Time // of the link, while nothing is booked
	BookedAt       time.Time
	EndedAt        time.Time
	Reason         string
	ByCustomer     bool
	Summary        string
	Hosts          []int64 // who of us takes part, once it is booked
	Guests         []Guest
}

// Guest is somebody outside the desk who is asked to a call.
type Guest struct {
	Address    string
	Name       string
	UserID     int64       // 0: nobody that the desk knows
	Answer     ical.Answer // of their calendar; empty: none yet
	AnsweredAt time.Time
}

// Minutes is how long it is booked for.
func (c Call) Minutes() int { return int(c.Until.Sub(c.From) / time.Minute) }

// Begun reports whether its time has come.
func (c Call) Begun(now time.Time) bool { return !c.From.IsZero() && !now.Before(c.From) }

// Location is the customer's zone; UTC where none is known.
func (c Call) Location() *time.Location { return zoneOf(c.Zone) }

// zoneOf reads the name of a zone that a database or a stranger gave.
func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return time.UTC
	}
	return zone
}

// Subject is the log of a call that is about no ticket.
func Subject(id int64) event.Subject { return event.Subject{Type: "call", ID: id} }
