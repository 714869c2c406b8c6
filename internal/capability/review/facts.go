package review

// The facts of series and meetings stand in logs of their own, decisions in that of the ticket they change. They hold
// numbers and words of ours, never what somebody wrote.

// SeriesChanged is the fact that the review calls of an account began, changed, paused or ended.
type SeriesChanged struct {
	Organization int64       `json:"organization"`
	State        SeriesState `json:"state"`
	Every        Every       `json:"every"`
	Manager      bool        `json:"manager,omitempty"` // it is for the customer success manager that it paused or goes on
}

// EventKind implements event.Fact.
func (SeriesChanged) EventKind() string { return "review.series_changed" }

// MeetingChanged is the fact that a review call was planned or came into another state or to another time.
type MeetingChanged struct {
	Organization int64        `json:"organization"`
	State        MeetingState `json:"state"`
	At           string       `json:"at"` // RFC 3339
	Call         int64        `json:"call,omitempty"`
}

// EventKind implements event.Fact.
func (MeetingChanged) EventKind() string { return "review.meeting_changed" }

// Decided is the fact that something was decided about a ticket with its customer.
type Decided struct {
	Decision int64        `json:"decision"`
	Kind     DecisionKind `json:"kind"`
	Was      string       `json:"was,omitempty"`
	Became   string       `json:"became,omitempty"`
	Meeting  int64        `json:"meeting,omitempty"`
	Undoes   int64        `json:"undoes,omitempty"`
}

// EventKind implements event.Fact.
func (Decided) EventKind() string { return "review.decided" }

// Sent is the fact that an agenda, minutes or a report went to a customer.
type Sent struct {
	What         string  `json:"what"` // agenda, minutes, report
	Organization int64   `json:"organization"`
	Ticket       int64   `json:"ticket"`
	To           []int64 `json:"to"`
}

// EventKind implements event.Fact.
func (Sent) EventKind() string { return "review.sent" }

// Kept is the fact that a risk, a goal, a runbook or a request of an account was written or came into another state.
type Kept struct {
	What         string `json:"what"` // risk, goal, runbook, request
	Organization int64  `json:"organization"`
	State        string `json:"state,omitempty"`
	Version      int64  `json:"version,omitempty"` // of a runbook
}

// EventKind implements event.Fact.
func (Kept) EventKind() string { return "review.kept" }
