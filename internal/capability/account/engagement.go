package account

import (
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// Emergency is what an engagement needs to know of one.
type Emergency struct {
	ID          int64
	Responsible int64 // who answers for it: on call, and nobody else; 0: nobody yet
	Paged       bool  // whether anybody was made to look: a customer without the right to it wakes nobody
}

// Alarm is a page for one person.
type Alarm struct {
	Key     string // the same for the same matter
	Subject event.Subject
	Title   string
	To      int64
}

// Engagement is what became of engaging the engineer of an account in an emergency. Whoever is on call answers for it all the
// while.
type Engagement struct {
	ID             int64
	TicketID       int64
	EmergencyID    int64
	AssignmentID   int64
	OrganizationID int64 // read along, as the next two
	Organization   string
	EngineerID     int64
	UserID         int64 // who is, or would have been, engaged; 0: nobody is there
	Cover          bool  // they are there for the engineer
	Outcome        Outcome
	At             time.Time
	AnsweredAt     time.Time // when they answered the page
	Part           Part
	PartAt         time.Time
	SettledAt      time.Time // when it was over
}

// Outcome is whether somebody was engaged.
type Outcome string

// The outcomes.
const (
	WasEngaged Outcome = "engaged" // paged, inside the agreed hours
	Outside    Outcome = "outside" // outside of them: nobody was woken
	Absent     Outcome = "absent"  // inside of them, and nobody is there: a gap
)

// Part is what an engaged engineer does in an emergency (assigned-support.md: take over, shadow or inform).
type Part string

// The parts.
const (
	TakeOver Part = "take_over"
	Shadow   Part = "shadow"
	Inform   Part = "inform"
)

// Parts lists them.
func Parts() []Part { return []Part{TakeOver, Shadow, Inform} }

func (e Engagement) alarmKey() string { return fmt.Sprint("engagement:", e.ID) }

func ticketPath(id int64) string { return fmt.Sprint("/tickets/", id) }
