package environment

// The facts of environments stand in the log of their organization, that of a choice in the ticket's. They hold numbers and
// words of ours, never what somebody wrote.

// Saved is the fact that an environment was written down or changed.
type Saved struct {
	Environment int64    `json:"environment"`
	New         bool     `json:"new,omitempty"`
	Fields      []string `json:"fields,omitempty"` // that changed
	Version     string   `json:"version,omitempty"`
	From        string   `json:"from,omitempty"` // the version before, where it changed
}

// EventKind implements event.Fact.
func (Saved) EventKind() string { return "environment.saved" }

// Confirmed is the fact that the customer said that what is known of an environment is so.
type Confirmed struct {
	Environment int64 `json:"environment"`
}

// EventKind implements event.Fact.
func (Confirmed) EventKind() string { return "environment.confirmed" }

// Retired is the fact that an environment runs no longer, or again.
type Retired struct {
	Environment int64 `json:"environment"`
	Back        bool  `json:"back,omitempty"`
}

// EventKind implements event.Fact.
func (Retired) EventKind() string { return "environment.retired" }

// Documented is the fact that a file about an environment was added, or removed.
type Documented struct {
	Environment int64 `json:"environment"`
	Document    int64 `json:"document"`
	Removed     bool  `json:"removed,omitempty"`
}

// EventKind implements event.Fact.
func (Documented) EventKind() string { return "environment.documented" }

// Chosen is the fact that a ticket is about an environment.
type Chosen struct {
	Environment int64 `json:"environment,omitempty"` // 0: the customer's primary one, as long as nobody chooses
	From        int64 `json:"from,omitempty"`
}

// EventKind implements event.Fact.
func (Chosen) EventKind() string { return "environment.chosen" }
