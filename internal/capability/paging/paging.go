package paging

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// Urgency is how loud a page is.
type Urgency string

// The urgencies: High rings through quiet hours, Low waits for them to end.
const (
	High Urgency = "high"
	Low  Urgency = "low"
)

// State is where a page stands.
type State string

// The states of a page; PagerDuty's names.
const (
	Triggered    State = "triggered"
	Acknowledged State = "acknowledged"
	Resolved     State = "resolved"
)

// Alarm is something that people must look at.
type Alarm struct {
	Key     string // an open page of the same key is not opened twice
	Subject event.Subject
	Title   string
	Policy  string // by its title; empty, or unknown, is the default policy
	Urgency Urgency
	Except  []int64 // who is not asked
	// To is asked before the first step of the policy, all of them.
	To []int64
	// Only asks nobody but To: neither the policy nor the last-resort list. Such a page ends by itself; a test page is one.
	Only bool
}

// Page is one call for people's attention.
type Page struct {
	ID      int64
	Key     string
	Subject event.Subject
	Title   string
	Policy  int64
	Urgency Urgency
	State   State
	At      time.Time // when it was opened
	// AckedBy and AckedAt say who answered first; 0 and zero: nobody yet.
	AckedBy    int64
	AckedAt    time.Time
	ResolvedAt time.Time
	Reason     string  // why it was resolved
	Except     []int64 // who is not asked
	To         []int64 // who is asked first
	Only       bool    // nobody but To is asked
}

// Change is what became of a page.
type Change struct {
	Page Page
	Kind ChangeKind
	By   int64 // 0: the desk itself
	Step int   // of the policy, from 0, for Escalated
}

// ChangeKind is what became of a page.
type ChangeKind string

// The changes of a page.
const (
	WasTriggered    ChangeKind = "triggered"
	WasAcknowledged ChangeKind = "acknowledged"
	WasEscalated    ChangeKind = "escalated"
	WasExhausted    ChangeKind = "exhausted"
	WasResolved     ChangeKind = "resolved"
)

// Card is what a page tells about its subject.
type Card struct {
	Title    string
	Path     string // of the page of the desk that shows the subject
	Facts    []Fact // customer, plan, region, minutes left, …
	Messages []Message
	// Due is when a promise about the subject breaks, and Promise says which: "to the first reply". Zero: none is running.
	Due     time.Time
	Promise string
}

// Fact is one line of a card.
type Fact struct{ Label, Value string }

// Message is one of the last messages about the subject.
type Message struct {
	At     time.Time
	From   string
	Public bool
	Text   string
}

// Ack is one person's answer to a page.
type Ack struct {
	UserID int64
	At     time.Time
	How    string // web, link, webhook, …
}
