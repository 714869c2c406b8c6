package call

// The facts of a call stand in its ticket's log, or in its own where it has no ticket. They hold numbers and words of ours,
// never what somebody wrote.

// Was is the fact that a call came into a state, or that its time changed.
type Was struct {
	Call  int64 `json:"call"`
	Kind  Kind  `json:"kind"`
	State State `json:"state"`
	// At is its start in microseconds since 1970 UTC; 0: none yet.
	At       int64 `json:"at,omitempty"`
	Minutes  int   `json:"minutes,omitempty"`
	Moved    bool  `json:"moved,omitempty"`    // it was booked before
	Customer bool  `json:"customer,omitempty"` // the customer did it
	Host     int64 `json:"host,omitempty"`     // the first of us who takes part
}

// EventKind implements event.Fact.
func (Was) EventKind() string { return "call.was" }

// Answered is the fact that the calendar of somebody who was asked to a call answered.
type Answered struct {
	Call   int64  `json:"call"`
	Answer string `json:"answer"` // RFC 5545 PARTSTAT
	User   int64  `json:"user,omitempty"`
}

// EventKind implements event.Fact.
func (Answered) EventKind() string { return "call.answered" }

// Roomless is the fact that the provider of video rooms failed: the invitation says that the link follows.
type Roomless struct {
	Call     int64  `json:"call"`
	Provider string `json:"provider"`
}

// EventKind implements event.Fact.
func (Roomless) EventKind() string { return "call.roomless" }

// Opened is the fact that a room was made after the invitation went out.
type Opened struct {
	Call     int64  `json:"call"`
	Provider string `json:"provider"`
}

// EventKind implements event.Fact.
func (Opened) EventKind() string { return "call.opened" }

// Closed is the fact that the provider took back the room of a call that was called off.
type Closed struct {
	Call     int64  `json:"call"`
	Provider string `json:"provider"`
}

// EventKind implements event.Fact.
func (Closed) EventKind() string { return "call.closed" }

// Left is the fact that the provider of a room was asked for the last time in vain.
type Left struct {
	Call     int64  `json:"call"`
	Provider string `json:"provider"`
	Needs    string `json:"needs"` // open, move, close
}

// EventKind implements event.Fact.
func (Left) EventKind() string { return "call.left" }

// Linked is the fact that an engineer changed the calendar that bookings look into.
type Linked struct {
	Kind string `json:"kind"` // feed, caldav; empty: none
	Puts bool   `json:"puts,omitempty"`
}

// EventKind implements event.Fact.
func (Linked) EventKind() string { return "call.linked" }
