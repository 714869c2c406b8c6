package ticket

import "time"

// Stage says whose word a ticket waits for, which its status cannot: an assigned ticket is open, answered or
// not (tickets.md, Statuses). It follows the thread; Update.Stage and emergency forms set it by hand.
type Stage string

// The stages.
const (
	FirstReply Stage = "first_reply" // until the first public reply of ours
	NextReply  Stage = "next_reply"  // behind it
	Emergency  Stage = "emergency"   // set by hand or by a form, and left by hand
	Other      Stage = "other"       // no customer opened it, and none has written yet
)

// Stages lists the stages.
func Stages() []Stage { return []Stage{FirstReply, NextReply, Emergency, Other} }

// openingStage is the stage of a new ticket, by its first comment.
func openingStage(public, ours bool, automatic string) Stage {
	if !public || ours || quiet(automatic) {
		return Other
	}
	return FirstReply
}

// threadStage is the stage that the thread alone gives.
func (t Ticket) threadStage() Stage {
	if t.Replied {
		return NextReply
	}
	return FirstReply
}

// setStage moves the ticket and lists the change.
func (t *Ticket) setStage(to Stage) []Changed {
	from := t.Stage
	t.Stage = to
	return changed("stage", string(from), string(to))
}

// Due is a day and time that somebody promised, or wants to be reminded of.
type Due struct {
	At   time.Time `json:"at"`   // zero: none
	Zone string    `json:"zone"` // IANA name of where that time was meant
	Note string    `json:"note,omitempty"`
	By   int64     `json:"by,omitempty"` // whom to remind
	Told bool      `json:"-"`            // the reminder is out
}

// word is the due date as facts hold it: the instant and the zone, not the note.
func (d Due) word() string {
	if d.At.IsZero() {
		return ""
	}
	return d.At.UTC().Format(time.RFC3339) + " " + d.Zone
}
