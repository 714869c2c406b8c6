package clearance

// The facts stand in the person's log. They hold numbers and words of the settings, never what somebody wrote.

// Recorded is the fact that a clearance was recorded.
type Recorded struct {
	Record int64  `json:"record"`
	Fact   string `json:"fact"`
	Proof  string `json:"proof"`
	Until  string `json:"until,omitempty"` // the last day; empty: without an end
}

// EventKind implements event.Fact.
func (Recorded) EventKind() string { return "clearance.recorded" }

// Withdrawn is the fact that a clearance was revoked.
type Withdrawn struct {
	Record int64  `json:"record"`
	Fact   string `json:"fact"`
}

// EventKind implements event.Fact.
func (Withdrawn) EventKind() string { return "clearance.revoked" }

// Ended is the fact that a clearance came to its last day and nobody renewed it.
type Ended struct {
	Record int64  `json:"record"`
	Fact   string `json:"fact"`
}

// EventKind implements event.Fact.
func (Ended) EventKind() string { return "clearance.expired" }

// Anchored is the fact that the log of views had this head: what is taken off its end later is missed by it.
type Anchored struct {
	Seq    int64  `json:"seq"`
	Digest string `json:"digest"`
}

// EventKind implements event.Fact.
func (Anchored) EventKind() string { return "views.anchored" }
