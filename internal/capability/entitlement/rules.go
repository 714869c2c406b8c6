package entitlement

import (
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Audience is who may ask a desk.
type Audience string

// The audiences.
const (
	// Named is whoever an organization names as a contact. An organization that names none yet is asked for by all who
	// belong to it, and a desk where none does is open to strangers: a new desk turns nobody away (docs/adr/0012).
	Named     Audience = "named"
	Everybody Audience = "everybody"
	Members   Audience = "members"  // whoever belongs to an organization
	Contacts  Audience = "contacts" // named contacts and nobody else, whether any are named or not
)

// Audiences lists them, the default first.
func Audiences() []Audience { return []Audience{Named, Everybody, Members, Contacts} }

// Reason is why somebody is not entitled.
type Reason string

// The reasons. The zero Reason is none.
const (
	Stranger   Reason = "stranger" // belongs to no organization
	Unlisted   Reason = "unlisted" // belongs to one that does not name them
	Expired    Reason = "expired"  // the contract and its grace are over
	OnHold     Reason = "hold"
	NotStarted Reason = "not_started"
)

// Reasons lists them in the order of the settings.
func Reasons() []Reason { return []Reason{Stranger, Unlisted, Expired, OnHold, NotStarted} }

// Answer is what happens to a request of somebody who is not entitled.
type Answer string

// The answers.
const (
	Refuse Answer = "refuse" // it waits in the list of those turned away, and they are told what to do
	Take   Answer = "take"   // it is a ticket like any other, which shows what its requester has no right to
)

// Rules are who may ask, and what happens to others.
type Rules struct {
	Who     Audience          `json:"who"`
	Answers map[Reason]Answer `json:"answers"`
	// What is open to everybody all the same.
	Emergencies bool     `json:"emergencies"`         // an emergency is judged by its own rules
	FollowUps   bool     `json:"follow_ups"`          // who goes on from a closed ticket of theirs
	Forms       []string `json:"forms,omitempty"`     // by title, such as Licenses and renewals
	Addresses   []string `json:"addresses,omitempty"` // of the desk
	AnswerHours int      `json:"answer_hours"`        // between two answers to one address
}

// RulesKey is the setting of them; the defaults are those of tickets.md, Entitlement and organisations.
var RulesKey = settings.Key[Rules]{Name: "entitlement.rules", Check: Rules.check,
	Default: Rules{Who: Named, Emergencies: true, FollowUps: true, AnswerHours: 24,
		Answers: map[Reason]Answer{Stranger: Refuse, Unlisted: Refuse, Expired: Refuse, OnHold: Refuse, NotStarted: Refuse}}}

func (r Rules) check() error {
	if !slices.Contains(Audiences(), r.Who) {
		return fault.Field("who", "“%s” is not who may ask. Choose named, everybody, members or contacts", fault.Clip(string(r.Who), 40))
	}
	for reason, answer := range r.Answers {
		if !slices.Contains(Reasons(), reason) {
			return fault.Field("answers", "“%s” is no reason. The reasons are stranger, unlisted, expired, hold and not_started",
				fault.Clip(string(reason), 40))
		}
		if answer != Refuse && answer != Take {
			return fault.Field("answer-"+string(reason), "“%s” is no answer. Choose refuse or take", fault.Clip(string(answer), 40))
		}
	}
	for _, a := range r.Addresses {
		if local, domain, ok := strings.Cut(a, "@"); !ok || local == "" || domain == "" || strings.ContainsAny(a, " <>") {
			return fault.Field("addresses", "“%s” is no mail address. Write it like licenses@example.com", fault.Clip(a, 60))
		}
	}
	if r.AnswerHours < 1 || r.AnswerHours > 30*24 {
		return fault.Field("answer_hours", "Between two answers to one address there are 1 to 720 hours, not %d", r.AnswerHours)
	}
	return nil
}

// answer is what happens for a reason; one that the setting leaves out refuses.
func (r Rules) answer(why Reason) Answer {
	if a := r.Answers[why]; a != "" {
		return a
	}
	return Refuse
}
