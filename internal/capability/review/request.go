package review

import (
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// RequestKind is what a colleague of the field wants.
type RequestKind string

// RequestKinds lists them in the order of the form.
func RequestKinds() []RequestKind {
	return []RequestKind{"question", "escalation", "meeting", "config_review"}
}

// RequestState is how a request of the field stands.
type RequestState string

// The states of a request.
const (
	RequestOpen     RequestState = "open"
	RequestAnswered RequestState = "answered" // whoever asked has the word
	RequestClosed   RequestState = "closed"
)

// Request is what a colleague of the field asks about an account. Nothing of it is ever the customer's to read.
type Request struct {
	ID             int64
	OrganizationID int64
	Organization   string // its name, read along
	By             int64
	Kind           RequestKind
	Subject        string
	Body           string // Markdown
	DueOn          bizcal.Date
	AssigneeID     int64 // who was in charge of the account; 0: nobody
	State          RequestState
	At             time.Time
	AnsweredAt     time.Time // zero: not yet
	ClosedAt       time.Time // zero: not closed
	RemindedAt     time.Time // zero: nobody yet
}

// Path is the page of the request.
func (r Request) Path() string { return fmt.Sprint("/field/", r.ID) }

// Late reports whether it is open behind the day it was wanted by.
func (r Request) Late(today bizcal.Date) bool {
	return r.State == RequestOpen && r.DueOn != (bizcal.Date{}) && r.DueOn.Compare(today) < 0
}

// RequestFilter narrows a list of requests.
type RequestFilter struct {
	OrganizationID int64 // 0: of all accounts
	By             int64 // 0: asked by anybody
	AssigneeID     int64 // 0: with anybody
	Over           bool  // closed ones; else those that are not
}

// Remark is a further word on a request.
type Remark struct {
	ID     int64
	By     int64
	At     time.Time
	Answer bool   // it answers the request
	Body   string // Markdown
}

func (r Request) typed(today bizcal.Date) (Request, error) {
	r.Subject = oneLine(r.Subject)
	switch {
	case !slices.Contains(RequestKinds(), r.Kind):
		return r, fault.Field("kind", "Choose what you want")
	case r.Subject == "" || len([]rune(r.Subject)) > 200:
		return r, fault.Field("subject", "Say in a line what it is about, up to 200 characters")
	case oneLine(r.Body) == "" || tooLong(r.Body):
		return r, fault.Field("body", "Say what you know and what you need, up to %d characters", mostText)
	case r.DueOn != (bizcal.Date{}) && r.DueOn.Compare(today.AddDays(-1)) < 0:
		return r, fault.Field("due_on", "%s is over. By when do you need it?", r.DueOn)
	}
	return r, nil
}

func requestSubject(id int64) event.Subject { return event.Subject{Type: "field_request", ID: id} }
