package review

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// MeetingState is how a meeting stands.
type MeetingState string

// The states of a meeting.
const (
	Planned   MeetingState = "planned"
	Held      MeetingState = "held"
	NoShow    MeetingState = "no_show"
	Skipped   MeetingState = "skipped"
	Cancelled MeetingState = "cancelled" // by somebody of the customer, or of us
	Dropped   MeetingState = "dropped"   // with its series, which paused, ended or has another rhythm
)

// MeetingKind tells the first meeting of a series from the others.
type MeetingKind string

// The kinds of meetings.
const (
	Kickoff MeetingKind = "kickoff" // no troubleshooting: who is who, how to work together
	Review  MeetingKind = "review"
)

// Heading is one of the fixed headings of an agenda.
type Heading string

// The headings (assigned-support.md, cadence call).
const (
	SinceLast Heading = "since"    // what was done since the last call
	UntilNext Heading = "until"    // priorities until the next
	NotDone   Heading = "not_done" // what will not be done
	Coming    Heading = "coming"   // projects and time off
	AtRisk    Heading = "risks"
)

// Headings lists them in their order.
func Headings() []Heading { return []Heading{SinceLast, UntilNext, NotDone, Coming, AtRisk} }

// Meeting is one call of a series with what came of it.
type Meeting struct {
	ID             int64
	SeriesID       int64
	OrganizationID int64
	Organization   string // its name, read along
	Kind           MeetingKind
	SlotAt         time.Time // where the rhythm has it
	At             time.Time
	Length         int // minutes
	State          MeetingState
	Why            string  // of what is off
	HostID         int64   // 0: nobody was in charge when it was planned
	Guests         []int64 // of the customer, and their success manager
	CallID         int64   // 0: no call was made
	Headings       map[Heading]string
	Minutes        string    // Markdown, as the customer got it
	Notes          string    // Markdown, inside
	AgendaAt       time.Time // when it was mailed; zero: not
	MinutesAt      time.Time // when they were mailed; zero: not
	TicketID       int64     // the conversation in which both went out; 0: none
}

// Path is the page of the meeting.
func (m Meeting) Path() string { return fmt.Sprint("/reviews/", m.ID) }

// Ends is when it is over, if it lasts as long as planned.
func (m Meeting) Ends() time.Time { return m.At.Add(time.Duration(m.Length) * time.Minute) }

// Open reports whether it is still to be held, or nobody has said what came of it.
func (m Meeting) Open() bool { return m.State == Planned }

func meetingSubject(id int64) event.Subject { return event.Subject{Type: "review_meeting", ID: id} }

// sameGuests reports whether two lists name the same people.
func sameGuests(a, b []int64) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// mostText is how much is written under a heading or into minutes, in characters.
const mostText = 50_000

func tooLong(text string) bool { return len([]rune(text)) > mostText }

// oneLine is text without line breaks and doubled spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
