package call

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
)

// CalendarKind is how a calendar elsewhere is reached.
type CalendarKind string

// The kinds; empty is none.
const (
	Feed   CalendarKind = "feed"   // an iCalendar file at an address
	CalDAV CalendarKind = "caldav" // a collection of a calendar server (RFC 4791)
)

// Calendar is the calendar that an engineer keeps elsewhere, and the last good copy of when they are busy there.
type Calendar struct {
	UserID   int64
	Kind     CalendarKind
	URL      string
	Username string
	Puts     bool        // booked calls are written there
	Busy     []slot.Span // of the last good copy, in order
	Events   int         // of the last good copy
	AskedAt  time.Time   // the last try; zero: none yet
	GoodAt   time.Time   // of the last good copy; zero: there is none
	Trouble  string      // what the last try found wrong, in a sentence; empty: nothing
	ToldAt   time.Time   // when its owner was told that the copy is old; zero: not

	HasPassword bool

	sealed string // the password
}

// Age is how old the copy is; 0 where there is none.
func (c Calendar) Age(now time.Time) time.Duration {
	if c.GoodAt.IsZero() {
		return 0
	}
	return now.Sub(c.GoodAt)
}
