package intake

import "time"

// State is where a delivery stands.
type State string

// The states. Every delivery is in exactly one.
const (
	Pending State = "pending"
	Filed   State = "filed"
	Held    State = "held"
	Dead    State = "dead" // could not be read; it is a ticket all the same
)

// Delivery is one row of the ledger.
type Delivery struct {
	ID          int64
	Channel     string
	Key         string
	Generation  int // 1; an identical delivery that comes after Inbound.Within is 2, then 3
	Hash        string
	Size        int64 // bytes, raw
	EnvFrom     string
	EnvTo       []string
	ReceivedAt  time.Time
	Note        string // of the way in, for the reader of the mail; mostly empty
	State       State
	Reason      string // a word: see the Reason constants; empty for filed and pending
	Detail      string // a sentence for people
	Attempts    int    // that failed
	Error       string // of the last failed try
	Released    bool
	Sender      string
	Subject     string
	Automatic   string
	MessageID   string
	ContentHash string
	TicketID    int64
	CommentID   int64
	SameAs      int64
	FiledAt     time.Time
}

// Why a delivery is held or dead.
const (
	ReasonSpam      = "spam"
	ReasonLoop      = "loop"
	ReasonOwn       = "own"
	ReasonBlocked   = "blocked"
	ReasonAutoReply = "auto-reply"
	ReasonBounce    = "bounce"
	ReasonPoison    = "poison"
	ReasonRefused   = "refused" // the sender may not ask; the door answered
)
