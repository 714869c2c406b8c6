package attention

import (
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Because says why a request is not taken. Pages have a sentence for each with the way to go instead.
type Because string

// The reasons against a request.
const (
	BecauseOver       Because = "over"       // the ticket is solved
	BecauseEmergency  Because = "emergency"  // an emergency pages somebody already
	BecauseIncident   Because = "incident"   // the status page tells of it
	BecauseClosedNow  Because = "closed_now" // outside the hours of support
	BecauseYoung      Because = "young"      // the ticket has just come in
	BecauseForm       Because = "form"       // not for tickets of this form
	BecauseNotOurTurn Because = "not_our_turn"
	BecauseAsked      Because = "asked"   // a request is open
	BecauseEarly      Because = "early"   // the first reply is not that late
	BecauseAccount    Because = "account" // an account at risk is an escalation
	BecauseTelling    Because = "telling" // something to know is an internal note
)

// Refusal is a reason against a request, with what a sentence about it needs.
type Refusal struct {
	Because
	Minutes int       // of young and early: what is asked for
	When    time.Time // of young and early, when it is time; of closed_now, when support opens, zero for never
}

// Error says it in a sentence.
func (r Refusal) Error() string { return sentences[r.Because] }

// sentences are for those who do not read the pages: the API and the log.
var sentences = map[Because]string{
	BecauseOver:       "The ticket is solved. Ask the customer to answer it, or open a follow-up",
	BecauseEmergency:  "This is an emergency, and somebody on call has it. Talk to them",
	BecauseIncident:   "This is part of an incident. The status page tells how it goes",
	BecauseClosedNow:  "Support is closed now. An emergency is raised by its form at any hour",
	BecauseYoung:      "The ticket has just come in: it has a fair chance to be taken by itself. Ask again when it is older",
	BecauseForm:       "Attention is not asked for tickets of this form",
	BecauseNotOurTurn: "The customer has the word: the last public comment is ours. Wait for their answer, and write an internal note meanwhile",
	BecauseAsked:      "Attention is asked for already. Add to it in an internal note",
	BecauseEarly:      "The first reply is not that late yet",
	BecauseAccount:    "An account at risk is an account escalation, not a request about one ticket",
	BecauseTelling:    "What engineers should only know is an internal note on the ticket",
}

// situation is all that a request is judged by.
type situation struct {
	now      time.Time
	kind     Kind
	ticket   ticket.Ticket
	form     ticket.Form // empty: none
	incident bool
	asked    bool // a request is open
	open     bool // support
	opens    time.Time
	rules    StarRules
}

// judge finds the first reason against a request; ok is true where there is none. What belongs elsewhere comes before
// what would only be too early. It is pure.
func (s situation) judge() (r Refusal, ok bool) {
	young := s.ticket.CreatedAt.Add(time.Duration(s.rules.MinAge) * time.Minute)
	switch {
	case !s.ticket.Status.Live():
		r.Because = BecauseOver
	case s.ticket.Stage == ticket.Emergency || s.form.Emergency:
		r.Because = BecauseEmergency
	case s.incident:
		r.Because = BecauseIncident
	case s.kind == AccountAtRisk:
		r.Because = BecauseAccount
	case s.kind == JustTelling:
		r.Because = BecauseTelling
	case s.asked:
		r.Because = BecauseAsked
	case !s.rules.takes(s.form):
		r.Because = BecauseForm
	case !s.open:
		r = Refusal{Because: BecauseClosedNow, When: s.opens}
	case !s.now.After(young):
		r = Refusal{Because: BecauseYoung, Minutes: s.rules.MinAge, When: young}
	case s.ticket.WaitingSince.IsZero() || s.ticket.Status == ticket.Pending:
		r.Because = BecauseNotOurTurn
	default:
		return s.judgeLate()
	}
	return r, false
}

// judgeLate holds the claim that the first reply is late against the clock.
func (s situation) judgeLate() (Refusal, bool) {
	if s.kind != FirstReplyLate {
		return Refusal{}, true
	}
	due := s.ticket.BreachAt
	late := due.Add(time.Duration(s.rules.LateMinutes) * time.Minute)
	if s.ticket.Replied || due.IsZero() || s.now.Before(late) {
		r := Refusal{Because: BecauseEarly, Minutes: s.rules.LateMinutes}
		if !due.IsZero() && !s.ticket.Replied {
			r.When = late
		}
		return r, false
	}
	return Refusal{}, true
}

// takes reports whether requests are for tickets of a form; those without one count as any other.
func (r StarRules) takes(f ticket.Form) bool {
	if f.ID == 0 || len(r.Forms) == 0 {
		return !f.Closes
	}
	for _, title := range r.Forms {
		if title == f.Title {
			return true
		}
	}
	return false
}

// fault is the error of a refused request.
func (r Refusal) fault() error {
	field := ""
	if r.Because == BecauseEarly || r.Because == BecauseAccount || r.Because == BecauseTelling {
		field = "kind"
	}
	return &fault.Error{Kind: fault.Conflict, Field: field, Public: r.Error(), Err: r}
}
