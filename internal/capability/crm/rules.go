package crm

import (
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Rules say which accounts become customers of the desk, and how.
type Rules struct {
	Types        []string          `json:"types"`              // of accounts that are taken over; none: all
	Partners     []string          `json:"partners"`           // types of accounts that sell to others
	Cancelled    []string          `json:"cancelled"`          // states of subscriptions that do not count
	DeleteYears  int               `json:"delete_after_years"` // after the end of the contract, until an organization is marked for deletion
	ASETag       string            `json:"ase_tag"`            // of customers with an assigned engineer; empty: none
	ASETiers     []string          `json:"ase_tiers"`          // keys of the tiers that imply one
	Regions      map[string]string `json:"regions,omitempty"`  // words of the CRM to keys of regions, beside the keys and names themselves
	DropContacts bool              `json:"drop_contacts"`      // whom the CRM names no more is taken off the contacts; else listed only
	Batch        int               `json:"batch"`              // organizations that one transaction changes
	PauseMillis  int               `json:"pause_millis"`       // between two batches, in which the desk's other work goes on
}

// RulesKey is the setting of the rules (domain/crm-and-calls.md, Salesforce to desk).
var RulesKey = settings.Key[Rules]{Name: "crm.rules", Check: Rules.check,
	Default: Rules{Types: []string{"Customer", "Former Customer"}, Partners: []string{"Partner"},
		Cancelled: []string{"Cancelled", "Canceled"}, DeleteYears: 3, ASETag: "sub_ss_ase", ASETiers: []string{"signature"}, Batch: 100, PauseMillis: 100}}

func (r Rules) check() error {
	switch {
	case r.DeleteYears < 1 || r.DeleteYears > 50:
		return fault.Field("delete_after_years", "An organization is marked 1 to 50 years after its contract ended, not %d", r.DeleteYears)
	case r.Batch < 1 || r.Batch > 500:
		return fault.Field("batch", "One transaction changes 1 to 500 organizations, not %d", r.Batch)
	case r.PauseMillis < 0 || r.PauseMillis > 600_000:
		return fault.Field("pause_millis", "A pause lasts 0 to 600000 milliseconds, not %d", r.PauseMillis)
	case strings.ContainsAny(r.ASETag, " \t\n"):
		return fault.Field("ase_tag", "A tag has no spaces; “%s” has", fault.Clip(r.ASETag, 40))
	}
	return nil
}

// Guard says from when on a plan takes away so much that a person must say yes first.
type Guard struct {
	VanishPercent int `json:"vanish_percent"` // of the customers that came from the CRM
	VanishCount   int `json:"vanish_count"`
	LosePercent   int `json:"lose_percent"` // of those with a level, that lose it
	DropPercent   int `json:"drop_percent"` // of the contacts that came from the CRM, that are taken off
}

// GuardKey is the setting of the guard.
var GuardKey = settings.Key[Guard]{Name: "crm.guard", Default: Guard{VanishPercent: 10, VanishCount: 50, LosePercent: 20, DropPercent: 20},
	Check: func(g Guard) error {
		switch {
		case g.VanishPercent < 0 || g.VanishPercent > 100:
			return fault.Field("vanish_percent", "%d percent is not possible. Write 0 to 100", g.VanishPercent)
		case g.VanishCount < 0:
			return fault.Field("vanish_count", "%d accounts is not possible. Write 0 or more", g.VanishCount)
		case g.LosePercent < 0 || g.LosePercent > 100:
			return fault.Field("lose_percent", "%d percent is not possible. Write 0 to 100", g.LosePercent)
		case g.DropPercent < 0 || g.DropPercent > 100:
			return fault.Field("drop_percent", "%d percent is not possible. Write 0 to 100", g.DropPercent)
		}
		return nil
	}}

// Schedule says when the desk asks the CRM by itself.
type Schedule struct {
	On    bool `json:"on"`
	Hour  int  `json:"hour"`  // of the day in UTC
	Apply bool `json:"apply"` // within the guard; else a plan waits for somebody to read it
}

// ScheduleKey is the setting of the schedule.
var ScheduleKey = settings.Key[Schedule]{Name: "crm.schedule", Default: Schedule{Hour: 3}, Check: func(s Schedule) error {
	if s.Hour < 0 || s.Hour > 23 {
		return fault.Field("hour", "The hour of the day is 0 to 23, not %d", s.Hour)
	}
	return nil
}}

// WriteBack says what the desk tells the CRM. A restricted desk tells nothing, whatever stands here.
type WriteBack struct {
	Counts     bool   `json:"counts"`      // of tickets, at each account, once a day
	OpenField  string `json:"open_field"`  // of the account: tickets that are open
	DaysField  string `json:"days_field"`  // tickets of the last 90 days
	Cases      bool   `json:"cases"`       // a case for each ticket, which closes with it
	CaseObject string `json:"case_object"` // Case
	CaseField  string `json:"case_field"`  // its external id: the ticket's number, with the desk's host
	CaseLink   string `json:"case_link"`   // its field with the address of the ticket; empty: none
	OpenWord   string `json:"open_word"`   // status of an open case
	ClosedWord string `json:"closed_word"`
}

// WriteBackKey is the setting of what the desk tells the CRM.
var WriteBackKey = settings.Key[WriteBack]{Name: "crm.write_back",
	Default: WriteBack{OpenField: "Open_Tickets__c", DaysField: "Tickets_90_Days__c", CaseObject: "Case",
		CaseField: "Daywatch_Ticket__c", CaseLink: "Daywatch_Link__c", OpenWord: "New", ClosedWord: "Closed"}, Check: func(w WriteBack) error {
		for field, name := range map[string]string{"open_field": w.OpenField, "days_field": w.DaysField, "case_object": w.CaseObject,
			"case_field": w.CaseField, "case_link": w.CaseLink} {
			if name != "" && !theirs.MatchString(name) {
				return fault.Field(field, "“%s” is no name in Salesforce. Write it like Open_Tickets__c", fault.Clip(name, 60))
			}
		}
		switch {
		case w.Counts && w.OpenField == "" && w.DaysField == "":
			return fault.Field("open_field", "Name the field of the account that takes the number of open tickets")
		case w.Cases && (w.CaseObject == "" || w.CaseField == ""):
			return fault.Field("case_field",
				"Name the object of a case and its field that is an external id: without one the same ticket could become two cases")
		case w.Cases && (w.OpenWord == "" || w.ClosedWord == ""):
			return fault.Field("closed_word", "Name the status of an open case and that of a closed one")
		}
		return nil
	}}
