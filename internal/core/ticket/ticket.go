// Package ticket is the noun the desk is about: tickets, their comments and attachments, views, saved
// replies, drafts. Every change appends facts to the event log, which is also the ticket's history.
package ticket

import (
	"embed"
	"io/fs"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "ticket", FS: sub}
}

// Status is where a ticket stands (Zendesk: About ticket statuses). The numbers are stored and sort by life.
type Status int

// The statuses.
const (
	New Status = iota + 1
	Open
	Pending // waits for the customer
	Hold    // waits for someone else
	Solved
	Closed // an archive: a reply opens a follow-up
)

var statusNames = [...]string{"", "new", "open", "pending", "hold", "solved", "closed"}

// Statuses lists all statuses in the order of a ticket's life.
func Statuses() []Status { return []Status{New, Open, Pending, Hold, Solved, Closed} }

// String is the status's word, as in searches and the API.
func (s Status) String() string { return name(statusNames[:], int(s)) }

// ParseStatus reads the word of a status.
func ParseStatus(word string) (Status, bool) {
	n, ok := number(statusNames[:], word)
	return Status(n), ok
}

// Live reports whether work may be left: not solved, not closed.
func (s Status) Live() bool { return s < Solved }

// Priority is the desk's own view of urgency; the customer's is Severity.
type Priority int

// The priorities, most urgent first.
const (
	Urgent Priority = iota + 1
	High
	Normal
	Low
	NoPriority
)

var priorityNames = [...]string{"", "urgent", "high", "normal", "low", "none"}

// Priorities lists the priorities, most urgent first, without NoPriority.
func Priorities() []Priority { return []Priority{Urgent, High, Normal, Low} }

// String is the priority's word.
func (p Priority) String() string { return name(priorityNames[:], int(p)) }

// ParsePriority reads the word of a priority; "none" is one.
func ParsePriority(word string) (Priority, bool) {
	n, ok := number(priorityNames[:], word)
	return Priority(n), ok
}

// Severity is what the customer said, 1 the worst, 4 a question; 0 unsaid. Later edits by the desk do not
// touch it (tickets.md, Priority mechanics).
type Severity int

// PriorityOf is the priority that a severity suggests when a ticket is created.
func PriorityOf(s Severity) Priority {
	if s < 1 || s > 4 {
		return NoPriority
	}
	return Priority(s)
}

// Type is ITIL's sort of ticket.
type Type string

// The types; the zero Type is unset.
const (
	Question Type = "question"
	Incident Type = "incident"
	Problem  Type = "problem"
	Task     Type = "task"
)

// Types lists the types.
func Types() []Type { return []Type{Question, Incident, Problem, Task} }

// Ticket is one customer's matter. It is called by its ID, the number people say.
type Ticket struct {
	ID             int64
	Subject        string
	Status         Status
	Priority       Priority
	Severity       Severity
	Type           Type
	Channel        string // mail, web, portal, api, import
	RequesterID    int64
	SubmitterID    int64 // who typed it: an engineer for a ticket on someone's behalf
	OrganizationID int64 // 0: none
	GroupID        int64 // 0: none
	AssigneeID     int64 // 0: nobody
	FollowUpOf     int64 // the closed ticket it goes on from; 0: none
	CommentCount   int
	Replied        bool      // a public reply of ours exists
	WaitingSince   time.Time // the oldest unanswered word of the customer; zero: nothing unanswered
	CreatedAt      time.Time
	UpdatedAt      time.Time
	SolvedAt       time.Time // zero while not solved
	Stage          Stage
	Region         string // key of the preferred region; empty: all regions
	CalendarID     int64  // set by a rule; 0: as the organization or region has it
	FormID         int64  // 0: none
	Due            Due
	BreachAt       time.Time // the next breach over all running clocks; zero: no clock runs. See SetBreach
	BreachMetric   string    // of that clock
	PausedAt       time.Time // paused at the customer's request since then; zero: not
	PauseReason    string
	StatusAt       time.Time // when the status began
	LifeFrom       time.Time // from when the deadlines of the status count: StatusAt, or the end of a pause behind it
	RemindedAt     time.Time // when the customer was reminded in this time of pending; zero: not yet
	MergedInto     int64     // 0: not merged

	Seq       int64               // of its newest event; see Update.IfSeq. Filled by Get
	Tags      []string            // sorted. Filled by Get
	CCs       []int64             // outside, they get replies. Filled by Get
	Followers []int64             // inside, they get notifications. Filled by Get
	Fields    map[string][]string // values of custom fields by key. Filled by Get
	OptOuts   []OptOut            // by tag. Filled by Get

	FirstComment int64 // filled by Create only
}

// Comment is one contribution to the thread.
type Comment struct {
	ID          int64
	TicketID    int64
	AuthorID    int64
	Public      bool   // false: an internal note
	Format      Format // how Body is written
	Body        string
	HTML        string // a mail's own HTML, as it came; never show it unsanitised
	Folds       []Fold // quoted parts of Body
	Channel     string
	Automatic   string // auto-reply, auto-generated, bounce, list; empty for people
	Outside     bool   // written by someone who is not on the ticket
	DeliveryID  int64  // the mail it came by; 0 for none
	At          time.Time
	Attachments []Attachment
}

// Format is how a comment's body is written.
type Format string

// The formats.
const (
	Markdown Format = "markdown"
	Text     Format = "text" // as it came by mail
)

// Fold is a range of bytes of a body that is shown folded: quoted text, a signature.
type Fold struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Kind  string `json:"kind"`
}

// Attachment is a file on a comment, or one uploaded and not used yet (CommentID 0).
type Attachment struct {
	ID          int64
	TicketID    int64
	CommentID   int64
	OwnerID     int64
	Name        string
	ContentType string
	Size        int64 // bytes
	Hash        string
	ContentID   string // RFC 2392, without <>
	Inline      bool
	CreatedAt   time.Time
	ExpiredAt   time.Time // since when the file is gone; zero: it is there
}

func name(names []string, n int) string {
	if n < 0 || n >= len(names) {
		return ""
	}
	return names[n]
}

func number(names []string, word string) (int, bool) {
	for n, w := range names {
		if n > 0 && w == word {
			return n, true
		}
	}
	return 0, false
}
