package upgrade

import "time"

// The facts of upgrades stand in a log of their own and, where there is one, in that of the ticket. They hold numbers, times
// and versions, never what somebody wrote.

// Planned is the fact that an upgrade is planned, or that its plan changed.
type Planned struct {
	Upgrade int64  `json:"upgrade"`
	New     bool   `json:"new,omitempty"`
	From    string `json:"from,omitempty"`
	To      string `json:"to"`
}

// EventKind implements event.Fact.
func (Planned) EventKind() string { return "upgrade.planned" }

// Readied is the fact that everything about an upgrade is there, or that its window was moved.
type Readied struct {
	Upgrade int64     `json:"upgrade"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
	Moved   bool      `json:"moved,omitempty"`
}

// EventKind implements event.Fact.
func (Readied) EventKind() string { return "upgrade.readied" }

// Confirmed is the fact that the customer confirmed the window.
type Confirmed struct {
	Upgrade int64 `json:"upgrade"`
}

// EventKind implements event.Fact.
func (Confirmed) EventKind() string { return "upgrade.confirmed" }

// Met is the fact that the call before an upgrade was set, moved or, with a zero time, called off.
type Met struct {
	Upgrade int64     `json:"upgrade"`
	At      time.Time `json:"at,omitzero"`
}

// EventKind implements event.Fact.
func (Met) EventKind() string { return "upgrade.met" }

// Informed is the fact that the customer success manager was told.
type Informed struct {
	Upgrade int64 `json:"upgrade"`
	By      bool  `json:"by_hand,omitempty"` // somebody says so; the desk knows no account to write to
}

// EventKind implements event.Fact.
func (Informed) EventKind() string { return "upgrade.informed" }

// Advised is the fact that we advised to postpone.
type Advised struct {
	Upgrade int64 `json:"upgrade"`
}

// EventKind implements event.Fact.
func (Advised) EventKind() string { return "upgrade.advised" }

// Noticed is the fact that who is on call was told that a window begins.
type Noticed struct {
	Upgrade int64   `json:"upgrade"`
	To      []int64 `json:"to,omitempty"` // nobody: nobody is on call
}

// EventKind implements event.Fact.
func (Noticed) EventKind() string { return "upgrade.noticed" }

// Asked is the fact that the outcome was asked for after the window.
type Asked struct {
	Upgrade int64 `json:"upgrade"`
}

// EventKind implements event.Fact.
func (Asked) EventKind() string { return "upgrade.asked" }

// Finished is the fact that the outcome is recorded.
type Finished struct {
	Upgrade int64   `json:"upgrade"`
	Outcome Outcome `json:"outcome"`
	Version string  `json:"version,omitempty"` // that runs now
}

// EventKind implements event.Fact.
func (Finished) EventKind() string { return "upgrade.finished" }
