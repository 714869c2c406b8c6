package clock

import "time"

// Kind says what happened.
type Kind string

// The kinds of facts.
const (
	Created   Kind = "created"   // Status
	Commented Kind = "commented" // By, Public, First
	Moved     Kind = "moved"     // Status
	Held      Kind = "held"      // paused at the customer's request
	Released  Kind = "released"  // that pause is over
	Merged    Kind = "merged"    // into another ticket: this one is no more
	Applied   Kind = "applied"   // Terms
	Passed    Kind = "passed"    // nothing but time
)

// Author is who commented, as far as clocks care.
type Author string

// The authors.
const (
	Customer Author = "customer"
	Us       Author = "us"
	Machine  Author = "machine"  // an absence note, a bounce: an automatic mail that asks for no work
	Outsider Author = "outsider" // someone who is not on the ticket
)

// Fact is one thing that happened to a ticket. Facts come in the order of At.
type Fact struct {
	Kind   Kind      `json:"kind"`
	At     time.Time `json:"at"`
	Cause  Cause     `json:"cause,omitzero"`
	Status Status    `json:"status,omitempty"`
	By     Author    `json:"by,omitempty"`
	Public bool      `json:"public,omitempty"`
	First  bool      `json:"first,omitempty"` // the comment that opened the ticket
	Terms  Terms     `json:"terms,omitzero"`
}

// Cause is what a mark goes back to. The zero Cause is time itself.
type Cause struct {
	Event int64  `json:"event,omitempty"` // of the log
	Actor int64  `json:"actor,omitempty"` // 0: the desk itself
	What  string `json:"what,omitempty"`  // the event's kind, and behind a colon the field: ticket.changed:priority
	Rule  string `json:"rule,omitempty"`  // the rule that acted
}
