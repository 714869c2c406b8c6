package paging

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// PageSubject is what facts about a page are about. Those that people who read a ticket must know stand in the log of the
// ticket, too.
func PageSubject(id int64) event.Subject { return event.Subject{Type: "page", ID: id} }

// PageOpened is the fact that a page was opened.
type PageOpened struct {
	Page   int64  `json:"page"`
	Title  string `json:"title"`
	Policy string `json:"policy"`
	// Wanted is the policy that was asked for, where there is none of that name.
	Wanted string `json:"wanted,omitempty"`
}

// EventKind implements event.Fact.
func (PageOpened) EventKind() string { return "page.triggered" }

// Asked is the fact that people were asked.
type Asked struct {
	Page  int64   `json:"page"`
	Ask   int     `json:"ask"`
	Why   Why     `json:"why"`
	Step  int     `json:"step"` // of the policy, from 0
	Loop  int     `json:"loop"` // how often the policy was gone through before
	Users []int64 `json:"users"`
	// Due is when it should have happened, where it was late.
	Due time.Time `json:"due,omitzero"`
}

// EventKind implements event.Fact.
func (Asked) EventKind() string { return "page.asked" }

// Why is why people were asked.
type Why string

// The reasons.
const (
	ByStep       Why = "step"        // their step came
	ByHand       Why = "hand"        // somebody wanted them
	Instead      Why = "instead"     // who was asked before cannot be reached
	AsLastResort Why = "last_resort" // the policy is exhausted
)

// Skipped is the fact that a step had nobody.
type Skipped struct {
	Page int64 `json:"page"`
	Step int   `json:"step"`
	Loop int   `json:"loop"`
	// Missing are schedules that the step names and that are not there.
	Missing []string `json:"missing,omitempty"`
	Busy    []int64  `json:"busy,omitempty"` // who already answers for an emergency
}

// EventKind implements event.Fact.
func (Skipped) EventKind() string { return "page.skipped" }

// Exhaust is the fact that a policy was gone through and nobody answered.
type Exhaust struct {
	Page int64 `json:"page"`
}

// EventKind implements event.Fact.
func (Exhaust) EventKind() string { return "page.exhausted" }

// Unreachable is the fact that no way to a person works.
type Unreachable struct {
	Page int64 `json:"page"`
	User int64 `json:"user"`
}

// EventKind implements event.Fact.
func (Unreachable) EventKind() string { return "page.unreachable" }

// Acked is the fact that somebody answered.
type Acked struct {
	Page   int64  `json:"page"`
	User   int64  `json:"user"`
	How    string `json:"how"`              // web, link, webhook, …
	Second bool   `json:"second,omitempty"` // another had answered before
}

// EventKind implements event.Fact.
func (Acked) EventKind() string { return "page.acknowledged" }

// Again is the fact that an acknowledged page rings again: nobody resolved it in time.
type Again struct {
	Page int64 `json:"page"`
	User int64 `json:"user"` // who had acknowledged
}

// EventKind implements event.Fact.
func (Again) EventKind() string { return "page.again" }

// Escalated is the fact that somebody did not wait for the next step.
type Escalated struct {
	Page int64 `json:"page"`
}

// EventKind implements event.Fact.
func (Escalated) EventKind() string { return "page.escalated" }

// Ended is the fact that a page was resolved.
type Ended struct {
	Page   int64  `json:"page"`
	Reason string `json:"reason,omitempty"`
}

// EventKind implements event.Fact.
func (Ended) EventKind() string { return "page.resolved" }

// PolicySaved is the fact that a policy was made or changed.
type PolicySaved struct {
	Title   string `json:"title"`
	Version int64  `json:"version"`
	New     bool   `json:"new,omitempty"`
}

// EventKind implements event.Fact.
func (PolicySaved) EventKind() string { return "escalation_policy.saved" }

// PolicyDeleted is the fact that a policy was removed.
type PolicyDeleted struct {
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (PolicyDeleted) EventKind() string { return "escalation_policy.deleted" }
