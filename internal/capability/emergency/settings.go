package emergency

import (
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Rules are who may call an emergency, by what, and who is made to look.
type Rules struct {
	Least     string   `json:"least"`     // key of the lowest support level that is entitled
	Addresses []string `json:"addresses"` // of the desk, for emergencies
	Form      string   `json:"form"`      // title of the form that a ticket gets that came another way
	Plain     string   `json:"plain"`     // title of the form of what turns out to be none; empty: no form
	Policy    string   `json:"policy"`    // of pages, by its title
	Schedule  string   `json:"schedule"`  // of those who take over, by its title
	Managers  string   `json:"managers"`  // who are asked when nobody of Schedule is left
	// Unentitled and Strangers are how loud emergencies of those are who have no right to one, and of people of no
	// customer.
	Unentitled Loudness `json:"unentitled"`
	Strangers  Loudness `json:"strangers"`
	// Outside is how loud emergencies are that come outside the hours of the customer's own calendar; empty: as at any hour.
	Outside Loudness `json:"outside,omitempty"`
	// Tiers are the keys of the success tiers whose tickets of high priority ring while the desk is closed (tickets.md,
	// Success tiers: High round the clock).
	Tiers   []string `json:"tiers"`
	Runbook string   `json:"runbook,omitempty"` // where to begin, for the page
}

// RulesKey is the setting of them; tickets.md and oncall-and-incidents.md have the defaults.
var RulesKey = settings.Key[Rules]{Name: "emergency.rules", Check: checkRules, Default: Rules{Least: "premium", Form: "Emergency",
	Plain: "Self-Managed", Policy: "Customer emergencies", Schedule: "Customer emergencies", Managers: "Support managers",
	Unentitled: PageNone, Strangers: PageHigh, Tiers: []string{"signature", "advanced"}}}

func checkRules(r Rules) error {
	for _, a := range r.Addresses {
		if local, domain, ok := strings.Cut(a, "@"); !ok || local == "" || domain == "" || strings.ContainsAny(a, " +<>") {
			return fault.Field("addresses", "%q is no mail address of a desk: write it like emergency@example.com", a)
		}
	}
	loud := []Loudness{PageHigh, PageLow, PageNone}
	switch {
	case r.Least == "":
		return fault.Field("least", "Choose the lowest support level that may call an emergency")
	case strings.TrimSpace(r.Form) == "":
		return fault.Field("form", "Name the form of emergencies")
	case !slices.Contains(loud, r.Unentitled):
		return fault.Field("unentitled", "%q is no loudness: page at once, page quietly, or only list", string(r.Unentitled))
	case !slices.Contains(loud, r.Strangers):
		return fault.Field("strangers", "%q is no loudness: page at once, page quietly, or only list", string(r.Strangers))
	case r.Outside != "" && !slices.Contains(loud, r.Outside):
		return fault.Field("outside", "%q is no loudness: page at once, page quietly, or only list", string(r.Outside))
	}
	return nil
}

// Timers are the times of an emergency, in minutes where not said otherwise.
type Timers struct {
	Break       int `json:"break"`     // a call goes on for this long, then there is a break
	BreakFor    int `json:"break_for"` // how long it is
	FollowUp    int `json:"follow_up"` // of a customer's silence: ask again
	Close       int `json:"close"`     // more: close the call
	Redefine    int `json:"redefine"`  // of a call: say anew what the problem is
	HandOver    int `json:"hand_over"` // an offer without an answer rings again
	ShiftLead   int `json:"shift_lead"`
	RepeatDays  int `json:"repeat_days"`  // how far back other emergencies of a customer are shown
	RetroDays   int `json:"retro_days"`   // until a retrospective is due
	ActionsDays int `json:"actions_days"` // until an action of one is due, where nobody says
}

// TimersKey is the setting of them; oncall-and-incidents.md has the defaults.
var TimersKey = settings.Key[Timers]{Name: "emergency.timers", Check: checkTimers, Default: Timers{Break: 90, BreakFor: 15, FollowUp: 15,
	Close: 15, Redefine: 180, HandOver: 10, ShiftLead: 30, RepeatDays: 7, RetroDays: 7, ActionsDays: 7}}

func checkTimers(t Timers) error {
	for field, n := range map[string]int{"break": t.Break, "break_for": t.BreakFor, "follow_up": t.FollowUp, "close": t.Close,
		"redefine": t.Redefine, "hand_over": t.HandOver, "shift_lead": t.ShiftLead} {
		if n < 1 || n > 24*60 {
			return fault.Field(field, "Write from 1 to 1440 minutes, not %d", n)
		}
	}
	for field, n := range map[string]int{"repeat_days": t.RepeatDays, "retro_days": t.RetroDays, "actions_days": t.ActionsDays} {
		if n < 1 || n > 365 {
			return fault.Field(field, "Write from 1 to 365 days, not %d", n)
		}
	}
	return nil
}

// Words are what customers are told, as templates that the engineer edits. They may name what saved replies name.
type Words struct {
	Downgrade  string `json:"downgrade"`    // it is no emergency
	Unentitled string `json:"unentitled"`   // the contract has none
	Leave      string `json:"leave"`        // the customer leaves, or went silent
	Resolved   string `json:"resolved"`     // it is over
	FollowUpOn string `json:"follow_up_on"` // opens the ticket in which the rest goes on
	Outside    string `json:"outside"`      // by itself, where Rules.Outside quietens; empty sends nothing
}

// WordsKey is the setting of them.
var WordsKey = settings.Key[Words]{Name: "emergency.words", Check: func(w Words) error {
	for field, text := range map[string]string{"downgrade": w.Downgrade, "unentitled_words": w.Unentitled, "leave": w.Leave,
		"resolved": w.Resolved, "follow_up_on": w.FollowUpOn} {
		if strings.TrimSpace(text) == "" {
			return fault.Field(field, "Customers are told something: write what")
		}
	}
	return nil
}, Default: Words{
	Downgrade: "Hello {{requester.first_name}},\n\nthank you for calling on us. From what we know, the system is in use, so this does not meet our definition of an emergency. " +
		"We go on with it at high priority, in this ticket, and you need not do anything for that.\n\nIf production becomes unavailable or unusable, please open an emergency again and we are there at once.",
	Unentitled: "Hello {{requester.first_name}},\n\nthank you for writing to us. Your subscription does not include emergency support, so we go on with this at high priority, in this ticket.\n\n" +
		"Please tell us what you see and what you tried; that helps us to answer well.",
	Leave:      "Hello {{requester.first_name}},\n\nwe have not heard from you, so we close the call and go on in this ticket at high priority.\n\nWhen you are back and still affected, please open a new emergency: then somebody is there for you at once, at any hour.",
	Resolved:   "Hello {{requester.first_name}},\n\nwe are glad that it works again, and close this emergency. What is left to do goes on in a ticket of its own.",
	Outside:    "Hello {{requester.first_name}},\n\nwe have your emergency #{{ticket.id}}. It came outside the support hours of your contract; we are there for certain from {{opens}}. Somebody may look earlier as an exception.",
	FollowUpOn: "Hello {{requester.first_name}},\n\nhere we go on with what is left to do after the emergency #{{ticket.id}}.",
}}

// RetroOwner is the setting of who owns a retrospective whose responder has no manager; 0: nobody.
var RetroOwner = settings.Key[int64]{Name: "emergency.retro_owner"}

// RetroTag is the setting of the label on a ticket that begins its retrospective.
var RetroTag = settings.Key[string]{Name: "emergency.retro_tag", Default: "retro", Check: func(tag string) error {
	if tag == "" || strings.ContainsAny(tag, " \t\n,") {
		return fault.Field("retro_tag", "%q is no tag: write one word", tag)
	}
	return nil
}}
