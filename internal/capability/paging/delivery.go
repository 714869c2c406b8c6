package paging

import "time"

// DeliveryState is where an attempt stands.
type DeliveryState string

// The states of an attempt.
const (
	Queued    DeliveryState = "queued"    // its time has not come, or it is tried again
	Sending   DeliveryState = "sending"   // a process has it in hand
	Accepted  DeliveryState = "accepted"  // the other side took it
	Failed    DeliveryState = "failed"    // the other side never took it
	Held      DeliveryState = "held"      // the throttle kept it back
	Cancelled DeliveryState = "cancelled" // somebody answered before its time
)

// Delivery is an attempt as it stands in the outbox.
type Delivery struct {
	ID         int64
	PageID     int64
	Ask        int // which of the page's asks called for it, from 1
	UserID     int64
	MethodID   int64 // 0: the mail address of the person
	Kind       Kind
	Label      string
	State      DeliveryState
	Tries      int
	PlannedAt  time.Time // when the person's rules put it
	NextTryAt  time.Time
	ProviderID string
	Said       string // what the other side or we said last
	OpenedAt   time.Time
	CreatedAt  time.Time
	SettledAt  time.Time
}

// Outcome is what became of one try.
type Outcome string

// The outcomes of a try.
const (
	TrySending  Outcome = "sending"  // under way, or its process died and nobody has noticed yet
	TryAccepted Outcome = "accepted" // the other side took it
	TryAgain    Outcome = "again"    // no answer, or one that asks for another try
	TryRefused  Outcome = "refused"  // the other side will never take it
	TryLost     Outcome = "lost"     // the process died: it may have arrived
	TryStopped  Outcome = "stopped"  // somebody answered before anything was sent
)

// Try is one time that an attempt was sent.
type Try struct {
	DeliveryID int64
	N          int // from 1
	StartedAt  time.Time
	EndedAt    time.Time
	Outcome    Outcome
	Said       string
}
