package queue

// The facts of moves stand in the ticket's log, beside the changes that they explain. They hold numbers, keys and
// words of ours, never what somebody wrote.

// Pulled is the fact that somebody took a ticket from the top of the queue, or one of a list.
type Pulled struct {
	To       int64 `json:"to"`
	Position int   `json:"position"` // from the top, 1 is the heaviest
	Weight   int   `json:"weight"`
	List     int64 `json:"list,omitempty"` // it was claimed on this list
}

// EventKind implements event.Fact.
func (Pulled) EventKind() string { return "queue.pulled" }

// HandedOver is the fact that somebody gave a ticket to a colleague, with a note.
type HandedOver struct {
	From    int64 `json:"from,omitempty"`
	To      int64 `json:"to"`
	Comment int64 `json:"comment"` // the note
}

// EventKind implements event.Fact.
func (HandedOver) EventKind() string { return "queue.handed_over" }

// Released is the fact that a ticket went back into the queue.
type Released struct {
	From   int64  `json:"from,omitempty"`
	Reason Reason `json:"reason"`
}

// EventKind implements event.Fact.
func (Released) EventKind() string { return "queue.released" }

// Reason is why a ticket went back into the queue.
type Reason string

// The reasons.
const (
	ByHand  Reason = "by_hand"
	Rehomed Reason = "rehomed" // to the region that its customer prefers
	Absent  Reason = "absent"  // its owner is off, and the customer wrote
)

// RehomeBegan is the fact that a ticket is sent to the region that its customer prefers.
type RehomeBegan struct {
	From  string  `json:"from,omitempty"` // keys of regions
	To    string  `json:"to"`
	Waits bool    `json:"waits,omitempty"` // it stays with its owner until the customer writes
	Hot   HotKind `json:"hot,omitempty"`
}

// EventKind implements event.Fact.
func (RehomeBegan) EventKind() string { return "queue.rehome_began" }

// RehomeEnded is the fact that a ticket on its way to a region has an owner there, or needs none any more.
type RehomeEnded struct {
	Region string `json:"region"`
	To     int64  `json:"to,omitempty"` // 0: it was solved, or goes elsewhere
	Turns  int    `json:"turns,omitempty"`
}

// EventKind implements event.Fact.
func (RehomeEnded) EventKind() string { return "queue.rehome_ended" }

// Satellite is the fact that a ticket went round once more without an owner in the region it was sent to.
type Satellite struct {
	Region string `json:"region"`
	Turns  int    `json:"turns"`
}

// EventKind implements event.Fact.
func (Satellite) EventKind() string { return "queue.satellite" }

// Summarized is the fact that an owner who will be off wrote down how a ticket stands.
type Summarized struct {
	Leaver  int64 `json:"leaver"`
	Comment int64 `json:"comment"`
}

// EventKind implements event.Fact.
func (Summarized) EventKind() string { return "queue.summarized" }

// Pushed is the fact that a ticket was given to whose turn it was, with all that decided.
type Pushed struct {
	Group int64 `json:"group"`
	To    int64 `json:"to"`
	// Turns are those who could have had it, with their shares and how much was due to them.
	Turns  []Turn   `json:"turns"`
	Passed []Passed `json:"passed,omitempty"`
}

// EventKind implements event.Fact.
func (Pushed) EventKind() string { return "queue.pushed" }

// Passed is somebody of the group whose turn it could not be.
type Passed struct {
	User int64 `json:"user"`
	Why  Why   `json:"why"`
}

// Why says why it could not be somebody's turn.
type Why string

// The reasons why it is not somebody's turn.
const (
	WhyInactive  Why = "inactive"  // they are pushed nothing
	WhyNoShare   Why = "no_share"  // none of their time goes to this
	WhyOff       Why = "off"       // time off
	WhyElsewhere Why = "elsewhere" // outside their hours
	WhyFull      Why = "full"      // they have as many tickets as they take
	WhyMayNot    Why = "may_not"   // such a ticket is not for them
)

// WatchEnded is the fact that a region handed over.
type WatchEnded struct {
	Region string `json:"region"`
	Left   int    `json:"left"` // tickets of the region that nobody had
}

// EventKind implements event.Fact.
func (WatchEnded) EventKind() string { return "queue.watch_ended" }

// ListMade is the fact that a list for a shift, or a report, was made.
type ListMade struct {
	Kind   ListKind `json:"kind"`
	Region string   `json:"region"`
	Items  int      `json:"items"`
	People int      `json:"people"`
}

// EventKind implements event.Fact.
func (ListMade) EventKind() string { return "queue.list_made" }

// ListTicked is the fact that somebody claimed a ticket of a list, or called it done.
type ListTicked struct {
	Ticket int64 `json:"ticket"`
	Done   bool  `json:"done,omitempty"`
}

// EventKind implements event.Fact.
func (ListTicked) EventKind() string { return "queue.list_ticked" }

// ShiftEnded is the fact that a shift's list is over.
type ShiftEnded struct {
	Missed int64 `json:"missed"` // P1 and P2 that nobody had
}

// EventKind implements event.Fact.
func (ShiftEnded) EventKind() string { return "queue.shift_ended" }
