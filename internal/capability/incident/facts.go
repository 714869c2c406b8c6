package incident

// The facts of incidents stand in the log. They hold numbers, keys and words of ours, never what somebody wrote.

// Declared is the fact that an incident began, or that maintenance was planned.
type Declared struct {
	Kind     Kind  `json:"kind"`
	Severity int   `json:"severity,omitempty"`
	Ticket   int64 `json:"ticket,omitempty"`
}

// EventKind implements event.Fact.
func (Declared) EventKind() string { return "incident.declared" }

// Changed is the fact that something about an incident changed that is no public word.
type Changed struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// EventKind implements event.Fact.
func (Changed) EventKind() string { return "incident.changed" }

// Drafted is the fact that somebody wrote an update that is not public yet.
type Drafted struct {
	Update int64  `json:"update"`
	Status Status `json:"status"`
}

// EventKind implements event.Fact.
func (Drafted) EventKind() string { return "incident.drafted" }

// Agreed is the fact that somebody other than its author found a draft good.
type Agreed struct {
	Update int64 `json:"update"`
}

// EventKind implements event.Fact.
func (Agreed) EventKind() string { return "incident.agreed" }

// Discarded is the fact that a draft is not to be published.
type Discarded struct {
	Update int64 `json:"update"`
}

// EventKind implements event.Fact.
func (Discarded) EventKind() string { return "incident.discarded" }

// Told is the fact that an update was published.
type Told struct {
	Update int64  `json:"update"`
	From   Status `json:"from,omitempty"`
	Status Status `json:"status"`
	Late   bool   `json:"late,omitempty"`
}

// EventKind implements event.Fact.
func (Told) EventKind() string { return "incident.told" }

// Overdue is the fact that a public word did not come when it was due.
type Overdue struct {
	Due string `json:"due"` // RFC 3339, UTC
}

// EventKind implements event.Fact.
func (Overdue) EventKind() string { return "incident.overdue" }

// Linked is the fact that an incident is behind a ticket.
type Linked struct {
	Incident int64  `json:"incident"`
	Ticket   int64  `json:"ticket"`
	How      How    `json:"how"`
	Tag      string `json:"tag"`
}

// EventKind implements event.Fact.
func (Linked) EventKind() string { return "incident.linked" }

// Unlinked is the fact that somebody found a ticket unrelated.
type Unlinked struct {
	Incident int64 `json:"incident"`
	Ticket   int64 `json:"ticket"`
}

// EventKind implements event.Fact.
func (Unlinked) EventKind() string { return "incident.unlinked" }

// HandedOver is the fact that a shift of the communications manager ended.
type HandedOver struct {
	Record int64 `json:"record"`
	Open   int   `json:"open"`
}

// EventKind implements event.Fact.
func (HandedOver) EventKind() string { return "incident.handed_over" }
