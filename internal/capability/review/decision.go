package review

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// DecisionKind is what was decided.
type DecisionKind string

// The kinds of decisions.
const (
	ToPriority DecisionKind = "priority"
	ToHold     DecisionKind = "hold"
	FromHold   DecisionKind = "unhold"
	ToClose    DecisionKind = "close" // solve it: the customer needs no more
	InWords    DecisionKind = "words" // in words only; about no ticket, too
)

// DecisionKinds lists them in the order of the form.
func DecisionKinds() []DecisionKind {
	return []DecisionKind{ToPriority, ToHold, FromHold, ToClose, InWords}
}

// Decision is what a customer and we decided, and by whom.
type Decision struct {
	ID             int64
	OrganizationID int64
	MeetingID      int64 // 0: outside a call
	TicketID       int64 // 0: about no ticket
	Subject        string
	Kind           DecisionKind
	Was, Became    string // words of a priority or a status
	Why            string
	DecidedBy      string // in words: of the customer, often
	By             int64  // who recorded it
	At             time.Time
	Undoes         int64 // the decision that it takes back; 0: none
	UndoneBy       int64 // the decision that takes it back; 0: it stands
}

// Deciding is a decision to record.
type Deciding struct {
	OrganizationID int64 // 0: the meeting's
	MeetingID      int64
	TicketID       int64
	Kind           DecisionKind
	Priority       ticket.Priority // of ToPriority
	Why            string
	DecidedBy      string
	// Accept lists the codes of the warnings of the desk's guard rails that were read: see ticket.Update.
	Accept []string
}

// typed checks the words of a decision.
func (d Deciding) typed() (Deciding, error) {
	d.Why, d.DecidedBy = oneLine(d.Why), oneLine(d.DecidedBy)
	switch {
	case !slices.Contains(DecisionKinds(), d.Kind):
		return d, fault.Field("kind", "Choose what was decided")
	case d.TicketID == 0 && d.Kind != InWords:
		return d, fault.Field("ticket", "Choose the ticket that was decided about")
	case d.Kind == ToPriority && !slices.Contains(ticket.Priorities(), d.Priority):
		return d, fault.Field("priority", "Choose the new priority")
	case d.Why == "" || len([]rune(d.Why)) > 500:
		return d, fault.Field("why", "Say in up to 500 characters why: it stands in the minutes, and explains the change later")
	case d.DecidedBy == "" || len([]rune(d.DecidedBy)) > 200:
		return d, fault.Field("decided_by", "Say who decided it, in up to 200 characters")
	}
	return d, nil
}

// change gives what a decision makes of a ticket, with the words for before and after. It is pure; nothing changes where
// the ticket is like that already.
func (d Deciding) change(t ticket.Ticket) (u ticket.Update, was, became string, err error) {
	status := func(to ticket.Status) (ticket.Update, string, string, error) {
		if t.Status == to {
			return u, "", "", fault.Field("kind", "Ticket #%d is %s already", t.ID, to)
		}
		return ticket.Update{Status: &to}, t.Status.String(), to.String(), nil
	}
	switch d.Kind {
	case ToPriority:
		if t.Priority == d.Priority {
			return u, "", "", fault.Field("priority", "Ticket #%d has the priority %s already", t.ID, d.Priority)
		}
		return ticket.Update{Priority: &d.Priority}, t.Priority.String(), d.Priority.String(), nil
	case ToHold:
		return status(ticket.Hold)
	case FromHold:
		if t.Status != ticket.Hold {
			return u, "", "", fault.Field("kind", "Ticket #%d is not on hold", t.ID)
		}
		return status(ticket.Open)
	case ToClose:
		return status(ticket.Solved)
	}
	return u, "", "", nil
}

// back gives the update that takes a decision back, or says why it cannot be: the ticket went on since.
func (d Decision) back(t ticket.Ticket) (u ticket.Update, err error) {
	is := t.Status.String()
	if d.Kind == ToPriority {
		is = t.Priority.String()
	}
	if is != d.Became {
		return u, fault.New(fault.Conflict, "Ticket #%d has gone on since: it is %s now, not %s. Decide anew instead of taking it back", t.ID, is, d.Became)
	}
	if d.Kind == ToPriority {
		p, ok := ticket.ParsePriority(d.Was)
		if !ok {
			return u, fault.New(fault.Conflict, "The desk knows no priority “%s” any more. Decide anew instead of taking it back", d.Was)
		}
		return ticket.Update{Priority: &p}, nil
	}
	status, ok := ticket.ParseStatus(d.Was)
	if !ok || status == ticket.New {
		status = ticket.Open
	}
	return ticket.Update{Status: &status}, nil
}
