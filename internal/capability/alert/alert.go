package alert

import (
	"cmp"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// State is where an alert stands.
type State string

// The states of an alert; PagerDuty's names.
const (
	Triggered    State = "triggered"
	Acknowledged State = "acknowledged"
	Resolved     State = "resolved"
)

// The ways in which an alert ends.
const (
	BySender  = "sender"
	ByPerson  = "person"
	BySilence = "silence" // nothing was heard of it for as long as its service allows
)

// Alert is something a monitor reports, for as long as it lasts. What comes back later is a new one.
type Alert struct {
	ID        int64
	ServiceID int64
	Service   string // its title, read along
	Key       string // the sender's: the same is the same alert
	Sender    wire.Sender
	State     State
	Severity  wire.Severity // the worst of what fires
	Summary   string
	Said      Said
	SaidAt    time.Time // by the sender's clock, of the latest report that had it; zero: never said
	Times     int64     // how often it was reported
	Firing    int       // members that fire now; 0 for one without members
	Urgency   Urgency   // with which it paged
	OpenedAt  time.Time
	LastAt    time.Time // when it was last reported
	AckedBy   int64     // 0: nobody, or the sender's side
	AckedAt   time.Time // zero: not acknowledged
	ClosedAt  time.Time // zero: open
	ClosedWhy string    // BySender, ByPerson, BySilence
	TicketID  int64     // 0: none
	LeadID    int64     // the alert whose storm this one is folded into; 0: it stands alone
	Folded    int       // how many are folded into this one
}

// Said is the rest of what the sender says of an alert.
type Said struct {
	Source    string      `json:"source,omitempty"`
	Component string      `json:"component,omitempty"`
	Group     string      `json:"group,omitempty"`
	Class     string      `json:"class,omitempty"`
	Client    string      `json:"client,omitempty"`
	ClientURL string      `json:"client_url,omitempty"`
	Links     []wire.Link `json:"links,omitempty"`
	Details   string      `json:"details,omitempty"`   // JSON as it was sent
	Truncated int         `json:"truncated,omitempty"` // members that the sender left out
}

// Open reports whether the alert still stands.
func (a Alert) Open() bool { return a.ClosedAt.IsZero() }

// Subject is what the facts and pages of an alert are about.
func Subject(id int64) event.Subject { return event.Subject{Type: "alert", ID: id} }

// describe takes over what a report says. What a later report leaves out stays.
func (a *Alert) describe(r wire.Report) {
	a.Summary = cmp.Or(r.Summary, a.Summary)
	a.Severity = cmp.Or(r.Severity, a.Severity)
	s := &a.Said
	s.Source, s.Component = cmp.Or(r.Source, s.Source), cmp.Or(r.Component, s.Component)
	s.Group, s.Class = cmp.Or(r.Group, s.Group), cmp.Or(r.Class, s.Class)
	s.Client, s.ClientURL = cmp.Or(r.Client, s.Client), cmp.Or(r.ClientURL, s.ClientURL)
	if len(r.Links) > 0 {
		s.Links = r.Links
	}
	s.Details = cmp.Or(string(r.Details), s.Details)
	s.Truncated = r.Truncated
}

// close ends the alert.
func (a *Alert) close(why string, now time.Time) {
	a.State, a.ClosedAt, a.ClosedWhy, a.Firing = Resolved, now, why, 0
}
