package discussion

// The facts stand in the ticket's log. They hold numbers and words of ours, never what somebody wrote.

// Written is the fact that a discussion item was written.
type Written struct {
	Item int64 `json:"item"`
}

// EventKind implements event.Fact.
func (Written) EventKind() string { return "discussion.written" }

// Moved is the fact that an item came into another state.
type Moved struct {
	Item int64 `json:"item"`
	To   State `json:"to"`
}

// EventKind implements event.Fact.
func (Moved) EventKind() string { return "discussion.moved" }
