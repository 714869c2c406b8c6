package shift

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// State is what became of a turn.
type State string

// The states of a turn. Those that are over stay, as a record.
const (
	Asked     State = "asked"
	Accepted  State = "accepted"
	Declined  State = "declined"
	Withdrawn State = "withdrawn" // by who asked, or given back by who had accepted
)

// Turn is a day that somebody works beside their hours: they were asked, or took it themselves.
type Turn struct {
	ID        int64
	UserID    int64
	Region    string
	Date      bizcal.Date // by the region's clock
	State     State
	Note      string // of who asked
	AskedBy   int64  // UserID itself: they took it
	AskedAt   time.Time
	SettledBy int64
	SettledAt time.Time
}

// Live reports whether it counts: it is accepted or may be.
func (t Turn) Live() bool { return t.State == Asked || t.State == Accepted }

// TurnChanged is the fact that somebody was asked for a day, or what became of that.
type TurnChanged struct {
	UserID int64       `json:"user"`
	Region string      `json:"region"`
	Date   bizcal.Date `json:"date"`
	State  State       `json:"state"`
}

// EventKind implements event.Fact.
func (TurnChanged) EventKind() string { return "shift.turn_changed" }
