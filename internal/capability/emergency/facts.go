package emergency

// The facts of emergencies stand in the ticket's log. They hold numbers and words of ours, never what somebody wrote.

// Opened is the fact that a ticket became an emergency.
type Opened struct {
	How   How      `json:"how"`
	Right Right    `json:"right"`
	Why   string   `json:"why,omitempty"`
	Pages Loudness `json:"pages"` // none: nobody was paged
}

// EventKind implements event.Fact.
func (Opened) EventKind() string { return "emergency.opened" }

// Rang is the fact that somebody was paged for a ticket of high priority while the desk is closed.
type Rang struct {
	Tier string `json:"tier"`
}

// EventKind implements event.Fact.
func (Rang) EventKind() string { return "emergency.rang" }

// Answered is the fact that somebody answers for an emergency from now on.
type Answered struct {
	User int64 `json:"user"`
	From int64 `json:"from,omitempty"` // who did before and handed it over
}

// EventKind implements event.Fact.
func (Answered) EventKind() string { return "emergency.answered" }

// Decided is the written decision; its words stand in the emergency.
type Decided struct {
	Decision  Decision  `json:"decision"`
	Criterion Criterion `json:"criterion,omitempty"`
}

// EventKind implements event.Fact.
func (Decided) EventKind() string { return "emergency.decided" }

// Closed is the fact that it is over.
type Closed struct {
	Ending   Ending `json:"ending"`
	FollowUp int64  `json:"follow_up,omitempty"`
}

// EventKind implements event.Fact.
func (Closed) EventKind() string { return "emergency.closed" }

// Called is the fact that a call with the customer began.
type Called struct {
	Call int64 `json:"call"`
}

// EventKind implements event.Fact.
func (Called) EventKind() string { return "emergency.call_began" }

// CallChanged is what happened in a call.
type CallChanged struct {
	Call int64      `json:"call"`
	What CallChange `json:"what"`
}

// EventKind implements event.Fact.
func (CallChanged) EventKind() string { return "emergency.call_changed" }

// Reminded is the fact that a timer of a call ran out and the one responsible was told.
type Reminded struct {
	Call  int64 `json:"call"`
	Timer Timer `json:"timer"`
}

// EventKind implements event.Fact.
func (Reminded) EventKind() string { return "emergency.reminded" }

// Noted is the fact that a line was added to the investigation log, or, with Pin, pinned or not.
type Noted struct {
	Line int64 `json:"line"`
	Pin  *bool `json:"pin,omitempty"`
}

// EventKind implements event.Fact.
func (Noted) EventKind() string { return "emergency.noted" }

// Offered is the fact that somebody was asked to take an emergency over.
type Offered struct {
	HandOver int64 `json:"hand_over"`
	To       int64 `json:"to,omitempty"` // 0: nobody is left to ask
}

// EventKind implements event.Fact.
func (Offered) EventKind() string { return "emergency.offered" }

// Refused is the fact that somebody did not take it.
type Refused struct {
	HandOver int64 `json:"hand_over"`
}

// EventKind implements event.Fact.
func (Refused) EventKind() string { return "emergency.refused" }

// Withdrawn is the fact that a hand-over is off.
type Withdrawn struct {
	HandOver int64 `json:"hand_over"`
}

// EventKind implements event.Fact.
func (Withdrawn) EventKind() string { return "emergency.withdrawn" }

// ShiftEnding is the fact that whoever answers for an emergency was told that their shift ends.
type ShiftEnding struct {
	User int64 `json:"user"`
}

// EventKind implements event.Fact.
func (ShiftEnding) EventKind() string { return "emergency.shift_ending" }

// RetroMade is the fact that a page left a stub of a retrospective.
type RetroMade struct {
	Retro int64 `json:"retro"`
	Page  int64 `json:"page"`
}

// EventKind implements event.Fact.
func (RetroMade) EventKind() string { return "emergency.retro_made" }

// RetroChanged is what happened to a retrospective.
type RetroChanged struct {
	Retro int64       `json:"retro"`
	What  RetroChange `json:"what"`
	Owner int64       `json:"owner,omitempty"`
}

// EventKind implements event.Fact.
func (RetroChanged) EventKind() string { return "emergency.retro_changed" }
