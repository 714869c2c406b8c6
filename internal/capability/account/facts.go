package account

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// AssignmentSubject is what the facts of an assignment are about; those of tickets stand in the ticket's log.
func AssignmentSubject(id int64) event.Subject { return event.Subject{Type: "assignment", ID: id} }

// EngagementSubject is what the page of an engaged engineer is about. It is not about the ticket, so that answering it leaves
// the emergency's own page as it is.
func EngagementSubject(id int64) event.Subject {
	return event.Subject{Type: "account_engagement", ID: id}
}

// Assigned is the fact that somebody was assigned to an account, or that this changed.
type Assigned struct {
	Organization int64  `json:"organization"`
	User         int64  `json:"user"`
	New          bool   `json:"new,omitempty"`
	Hours        int    `json:"hours"`              // a week
	Agreed       string `json:"agreed"`             // the hours, with their zone
	Excepted     bool   `json:"excepted,omitempty"` // below the usual grade, with a recorded reason
}

// EventKind implements event.Fact.
func (Assigned) EventKind() string { return "account.assigned" }

// Ended is the fact that an assignment is over.
type Ended struct {
	Organization int64  `json:"organization"`
	User         int64  `json:"user"`
	How          Ending `json:"how"`
}

// EventKind implements event.Fact.
func (Ended) EventKind() string { return "account.ended" }

// AutoSet is the fact that new tickets of an account find their engineer by themselves, or do so no more.
type AutoSet struct {
	Organization int64 `json:"organization"`
	On           bool  `json:"on"`
}

// EventKind implements event.Fact.
func (AutoSet) EventKind() string { return "account.auto_set" }

// Uncovered is the fact that time off leaves minutes of a contract without anybody.
type Uncovered struct {
	Organization int64     `json:"organization"`
	TimeOff      int64     `json:"time_off"`
	From         time.Time `json:"from"`
	Until        time.Time `json:"until"`
	Minutes      int64     `json:"minutes"`
}

// EventKind implements event.Fact.
func (Uncovered) EventKind() string { return "account.uncovered" }

// CoverMoved is the fact that a cover was asked for, promised, refused, taken back, lost or is over.
type CoverMoved struct {
	Cover int64      `json:"cover"`
	User  int64      `json:"user"`
	To    CoverState `json:"to"`
	From  time.Time  `json:"from"`
	Until time.Time  `json:"until"`
	// LeaveOnCall says that so many accounts are covered at once that leaving on-call was suggested.
	LeaveOnCall bool `json:"leave_on_call,omitempty"`
}

// EventKind implements event.Fact.
func (CoverMoved) EventKind() string { return "account.cover_moved" }

// Wanting is the fact that nobody promised a cover in time, and the manager was asked to name somebody.
type Wanting struct {
	Organization int64 `json:"organization"`
	TimeOff      int64 `json:"time_off,omitempty"`
	Minutes      int64 `json:"minutes"`
}

// EventKind implements event.Fact.
func (Wanting) EventKind() string { return "account.wanting" }

// Left is the fact that an assigned engineer is not in the team any more.
type Left struct {
	Organization int64 `json:"organization"`
	User         int64 `json:"user"`
	Back         bool  `json:"back,omitempty"` // they came back
}

// EventKind implements event.Fact.
func (Left) EventKind() string { return "account.left" }

// Excepted is the fact that an assigned engineer may be out of the on-call rotations.
type Excepted struct {
	User  int64  `json:"user"`
	Until string `json:"until"` // the last day; empty: it was taken back
}

// EventKind implements event.Fact.
func (Excepted) EventKind() string { return "account.excepted" }

// Given is the fact that a ticket found its engineer by the account, or whoever covers for them.
type Given struct {
	User  int64 `json:"user"`
	Cover int64 `json:"cover,omitempty"` // by which
	Back  bool  `json:"back,omitempty"`  // from whoever covered, at the end of it
}

// EventKind implements event.Fact.
func (Given) EventKind() string { return "account.given" }

// Engaged is the fact that an emergency engaged the engineer of the account, or did not.
type Engaged struct {
	Engagement int64   `json:"engagement"`
	User       int64   `json:"user,omitempty"`
	Cover      bool    `json:"cover,omitempty"`
	Outcome    Outcome `json:"outcome"`
}

// EventKind implements event.Fact.
func (Engaged) EventKind() string { return "account.engaged" }

// Came is the fact that an engaged engineer answered the page, or said which part they take.
type Came struct {
	Engagement int64 `json:"engagement"`
	User       int64 `json:"user"`
	Part       Part  `json:"part,omitempty"` // empty: they answered
}

// EventKind implements event.Fact.
func (Came) EventKind() string { return "account.came" }

// userSubject is what facts about a person are about.
func userSubject(id int64) event.Subject { return event.Subject{Type: "user", ID: id} }
