package emergency

import (
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// Alarm is a page about an emergency, or about its hand-over.
type Alarm struct {
	Key     string // the same for the same matter
	Subject event.Subject
	Title   string
	Policy  string  // by its title
	Low     bool    // it may wait for quiet hours to end
	Except  []int64 // who is not asked
	To      []int64 // who is asked before the policy
	Only    bool    // nobody but To is asked
}

// HandOverSubject is what the pages of a hand-over are about. They are not about the ticket, so that they end by
// themselves.
func HandOverSubject(id int64) event.Subject {
	return event.Subject{Type: "emergency_handover", ID: id}
}

func (e Emergency) alarmKey() string { return fmt.Sprint("emergency:", e.ID) }
