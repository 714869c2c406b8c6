package attention

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Severity is how bad the trouble with an account is, and so how often its customer hears from us.
type Severity string

// The severities, the worst first (tickets.md, Account escalation).
const (
	Critical Severity = "critical" // daily
	High     Severity = "high"     // several times a week
	Medium   Severity = "medium"   // weekly to bi-weekly
	Low      Severity = "low"      // standard
)

// Severities lists them, the worst first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low} }

// Criterion is something that must be true before an account is escalated no more.
type Criterion struct {
	Text  string    `json:"text"`
	MetAt time.Time `json:"met_at,omitzero"`
	MetBy int64     `json:"met_by,omitempty"`
}

// Escalation is an account at risk: several tickets, people of both sides, updates by a clock, and an end by criteria.
type Escalation struct {
	ID             int64
	OrganizationID int64
	Organization   string // its name, read along
	Title          string
	Severity       Severity
	DriverID       int64  // the one responsible
	DriverPart     string // in which part, of EscalationRules.Drivers
	Channel        string // of the chat, without #
	By             int64
	FromTicket     int64 // the emergency that it was made of; 0: none
	Criteria       []Criterion
	Tickets        []int64
	People         []int64 // of both sides
	OpenedAt       time.Time
	StandupDue     time.Time
	StandupAt      time.Time // zero: the team has not met yet
	UpdateDue      time.Time // by when the customer hears from us again
	LateAt         time.Time // the UpdateDue that was missed last; zero: none
	ClosedAt       time.Time // zero: open
	Closing        string    // how it ended
}

// Open reports whether the account is still escalated by it.
func (e Escalation) Open() bool { return e.ClosedAt.IsZero() }

// Left lists the criteria that are not met.
func (e Escalation) Left() (texts []string) {
	for _, c := range e.Criteria {
		if c.MetAt.IsZero() {
			texts = append(texts, c.Text)
		}
	}
	return texts
}

// Path is the page of the escalation.
func (e Escalation) Path() string { return fmt.Sprint("/escalations/", e.ID) }

// Update is what a customer was told, or what came out of a meeting of the team.
type Update struct {
	ID      int64
	By      int64
	At      time.Time
	Standup bool // internal
	Body    string
}

const (
	mostTickets = 50
	mostPeople  = 50
)

// typed checks the words of an escalation and puts them into their stored form.
func (e Escalation) typed(rules EscalationRules) (Escalation, error) {
	e.Title = strings.Join(strings.Fields(e.Title), " ")
	e.Channel = strings.TrimLeft(strings.TrimSpace(e.Channel), "#")
	switch {
	case e.Title == "" || len([]rune(e.Title)) > 200:
		return e, fault.Field("title", "Say in a line what puts the account at risk, up to 200 characters")
	case !slices.Contains(Severities(), e.Severity):
		return e, fault.Field("severity", "Choose a severity: %s, %s, %s or %s", Critical, High, Medium, Low)
	case !slices.Contains(rules.Drivers, e.DriverPart):
		return e, fault.Field("part", "Choose the part of whoever is responsible: %s", strings.Join(rules.Drivers, ", "))
	case len(e.Criteria) == 0:
		return e, fault.Field("criteria", "Write down what must be true at the end, a line each: nobody can end an escalation that has no end")
	case len(e.Tickets) > mostTickets:
		return e, fault.Field("tickets", "An escalation holds up to %d tickets, not %d", mostTickets, len(e.Tickets))
	case len(e.People) > mostPeople:
		return e, fault.Field("people", "An escalation names up to %d people, not %d", mostPeople, len(e.People))
	}
	if e.Channel == "" {
		e.Channel = channelOf(e.Organization)
	}
	slices.Sort(e.Tickets)
	slices.Sort(e.People)
	e.Tickets, e.People = slices.Compact(e.Tickets), slices.Compact(e.People)
	return e, nil
}

// Criteria reads what was written, a criterion a line.
func Criteria(text string) (all []Criterion) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "-*•")); line != "" {
			all = append(all, Criterion{Text: fault.Clip(line, 300)})
		}
	}
	return all
}

// channelOf is the usual name of a customer's channel in the chat: esc_seto_rail.
func channelOf(organization string) string {
	var b strings.Builder
	for _, r := range people.FoldName(organization) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
			b.WriteByte('_')
		}
	}
	return "esc_" + strings.Trim(b.String(), "_")
}

// next is by when a customer hears from us, who heard at a moment.
func (r EscalationRules) next(v Severity, heard time.Time) time.Time {
	return heard.Add(time.Duration(r.Hours[v]) * time.Hour)
}
