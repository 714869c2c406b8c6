package sla

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Applied is the fact that other terms hold for a ticket: a policy, its targets, a calendar, a promise. With the
// facts of the ticket it is all that clocks are made of.
type Applied struct {
	Terms clock.Terms `json:"terms"`
	Cause clock.Cause `json:"cause"`
	Moved []Moved     `json:"moved,omitempty"`
}

// Moved is a due time that became another; zero is none.
type Moved struct {
	Metric clock.Metric `json:"metric"`
	From   time.Time    `json:"from,omitzero"`
	To     time.Time    `json:"to,omitzero"`
}

// EventKind implements event.Fact.
func (Applied) EventKind() string { return "sla.applied" }

// Measured is what facts about one clock of a ticket have in common.
type Measured struct {
	Metric   clock.Metric `json:"metric"`
	Instance int          `json:"instance"`
	Due      time.Time    `json:"due,omitzero"`
	Contract bool         `json:"contract,omitempty"`
	// At is when it happened, where that was noticed later: the desk did not run, or its clock jumped.
	At time.Time `json:"at,omitzero"`
}

// Warned is the fact that a part of a target is used up.
type Warned struct {
	Measured
	Part float64 `json:"part"`
}

// EventKind implements event.Fact.
func (Warned) EventKind() string { return "sla.warned" }

// Breached is the fact that a due time passed.
type Breached struct{ Measured }

// EventKind implements event.Fact.
func (Breached) EventKind() string { return "sla.breached" }

// Fulfilled is the fact that a clock with a target was stopped by what it waited for.
type Fulfilled struct {
	Measured
	Used int64 `json:"used"`           // seconds of its calendar
	Late bool  `json:"late,omitempty"` // a due time of it had passed
}

// EventKind implements event.Fact.
func (Fulfilled) EventKind() string { return "sla.fulfilled" }

// PolicySaved is the fact that a policy was made or changed.
type PolicySaved struct {
	Title   string   `json:"title"`
	Version int64    `json:"version"`
	New     bool     `json:"new,omitempty"`
	Changes []Change `json:"changes,omitempty"`
}

// Change is one part of a policy that became another.
type Change struct {
	Field string `json:"field"` // title, description, position, active, filter, warn, or priority.metric of a target
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// EventKind implements event.Fact.
func (PolicySaved) EventKind() string { return "sla.policy_saved" }

// PolicyDeleted is the fact that a policy is no more.
type PolicyDeleted struct {
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (PolicyDeleted) EventKind() string { return "sla.policy_deleted" }

// Promised is the fact that a customer was promised to hear from us at fixed times, or no longer is.
type Promised struct {
	From string `json:"from,omitempty"` // times and zone
	To   string `json:"to,omitempty"`
}

// EventKind implements event.Fact.
func (Promised) EventKind() string { return "sla.promised" }

// PolicySubject is what the facts of a policy are about.
func PolicySubject(id int64) event.Subject { return event.Subject{Type: "sla_policy", ID: id} }
