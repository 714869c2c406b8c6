package attention

// The facts of requests stand in the ticket's log, those of escalations in a log of their own. They hold numbers and words
// of ours, never what somebody wrote.

// Requested is the fact that somebody asked for attention.
type Requested struct {
	Request int64   `json:"request"`
	Urgency Urgency `json:"urgency"`
	Kind    Kind    `json:"kind"`
	Manager int64   `json:"manager,omitempty"` // 0: nobody was on call
}

// EventKind implements event.Fact.
func (Requested) EventKind() string { return "attention.requested" }

// Moved is the fact that a request came into another state.
type Moved struct {
	Request  int64 `json:"request"`
	To       State `json:"to"`
	Engineer int64 `json:"engineer,omitempty"`
}

// EventKind implements event.Fact.
func (Moved) EventKind() string { return "attention.moved" }

// Timed is the fact that nobody looked at a request in the time it had, or in a part of it.
type Timed struct {
	Request int64 `json:"request"`
	Breach  bool  `json:"breach,omitempty"` // the whole time; else the warning
	Late    int64 `json:"late,omitempty"`   // seconds after its time, where the desk was down
}

// EventKind implements event.Fact.
func (Timed) EventKind() string { return "attention.timed" }

// Escalated is the fact that an account is escalated, or that this changed.
type Escalated struct {
	Organization int64    `json:"organization"`
	Severity     Severity `json:"severity"`
	From         Severity `json:"from,omitempty"`
	Ticket       int64    `json:"ticket,omitempty"` // the emergency it was made of
}

// EventKind implements event.Fact.
func (Escalated) EventKind() string { return "attention.escalated" }

// Updated is the fact that the customer of an escalated account heard from us, or the team met.
type Updated struct {
	Update  int64 `json:"update"`
	Standup bool  `json:"standup,omitempty"`
}

// EventKind implements event.Fact.
func (Updated) EventKind() string { return "attention.updated" }

// Overdue is the fact that an update or the standup of an escalation is late.
type Overdue struct {
	Standup bool  `json:"standup,omitempty"`
	Late    int64 `json:"late,omitempty"` // seconds after its time, where the desk was down
}

// EventKind implements event.Fact.
func (Overdue) EventKind() string { return "attention.overdue" }

// Exited is the fact that an account is escalated no more: every criterion is met.
type Exited struct {
	Organization int64 `json:"organization"`
}

// EventKind implements event.Fact.
func (Exited) EventKind() string { return "attention.exited" }
