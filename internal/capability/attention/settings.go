package attention

import (
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// StarRules say which attention requests are taken, and how soon a manager looks at them.
type StarRules struct {
	Calendar    string          `json:"calendar,omitempty"` // title of the hours of support; empty: the desk's default
	Minutes     map[Urgency]int `json:"minutes"`            // by when a manager looks, round the clock
	WarnPercent int             `json:"warn_percent"`       // of that time
	MinAge      int             `json:"min_age_minutes"`    // of a ticket
	LateMinutes int             `json:"late_minutes"`       // that a first reply must be late to be a reason
	Forms       []string        `json:"forms,omitempty"`    // titles of the forms it is for; none: all but emergencies
	Labels      []string        `json:"labels"`             // words for trends
}

// Stars is the setting of the attention requests (tickets.md, STAR).
var Stars = settings.Key[StarRules]{Name: "attention.stars", Check: StarRules.check, Default: StarRules{
	Minutes: map[Urgency]int{NotUrgent: 120, Timely: 60, Urgent: 30}, WarnPercent: 50, MinAge: 30, LateMinutes: 60,
	Labels: []string{"Escalation::License-Issue", "Escalation::Response-Time"}}}

func (r StarRules) check() error {
	for _, u := range Urgencies() {
		if r.Minutes[u] < 1 || r.Minutes[u] > 7*24*60 {
			return fault.Field("minutes-"+string(u), "A manager looks within 1 to 10080 minutes, not %d", r.Minutes[u])
		}
	}
	switch {
	case r.WarnPercent < 1 || r.WarnPercent > 99:
		return fault.Field("warn_percent", "The warning comes at 1 to 99 percent of the time, not %d", r.WarnPercent)
	case r.MinAge < 0 || r.MinAge > 24*60:
		return fault.Field("min_age", "A ticket must be 0 to 1440 minutes old, not %d", r.MinAge)
	case r.LateMinutes < 0 || r.LateMinutes > 7*24*60:
		return fault.Field("late_minutes", "A first reply is a reason 0 to 10080 minutes behind its due time, not %d", r.LateMinutes)
	}
	for _, l := range r.Labels {
		if strings.TrimSpace(l) == "" || len([]rune(l)) > 60 {
			return fault.Field("labels", "A label has 1 to 60 characters; “%s” has not", fault.Clip(l, 60))
		}
	}
	return nil
}

// EscalationRules say how often a customer of an escalated account hears from us, and who drives it.
type EscalationRules struct {
	Hours        map[Severity]int `json:"hours"`         // between updates
	StandupHours int              `json:"standup_hours"` // until the first internal standup
	Drivers      []string         `json:"drivers"`       // parts, in the order in which one of them is responsible
}

// Escalations is the setting of the account escalations (tickets.md, Account escalation): daily, several a week, weekly to
// bi-weekly, standard.
var Escalations = settings.Key[EscalationRules]{Name: "attention.escalations", Check: EscalationRules.check, Default: EscalationRules{
	Hours: map[Severity]int{Critical: 24, High: 48, Medium: 7 * 24, Low: 14 * 24}, StandupHours: 24,
	Drivers: []string{"Professional services project manager", "Customer success manager", "Regional solutions leader"}}}

func (r EscalationRules) check() error {
	for _, v := range Severities() {
		if r.Hours[v] < 1 || r.Hours[v] > 90*24 {
			return fault.Field("hours-"+string(v), "Updates are 1 to 2160 hours apart, not %d", r.Hours[v])
		}
	}
	if r.StandupHours < 1 || r.StandupHours > 14*24 {
		return fault.Field("standup_hours", "The standup is within 1 to 336 hours, not %d", r.StandupHours)
	}
	if len(r.Drivers) == 0 {
		return fault.Field("drivers", "Name at least one part that can be responsible for an escalation")
	}
	return nil
}
