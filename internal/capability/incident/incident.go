package incident

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
)

// Kind says what an Incident is.
type Kind string

// The kinds.
const (
	Unplanned   Kind = "incident"
	Maintenance Kind = "maintenance"
)

// Status is where an incident or a maintenance stands. The words are those of Statuspage's public API v2.
type Status string

// The statuses, those of incidents first.
const (
	Investigating Status = "investigating"
	Identified    Status = "identified"
	Monitoring    Status = "monitoring"
	Resolved      Status = "resolved"
	Postmortem    Status = "postmortem"
	Scheduled     Status = "scheduled"
	InProgress    Status = "in_progress"
	Verifying     Status = "verifying"
	Completed     Status = "completed"
)

// Statuses lists the statuses of a kind in the order in which they come.
func (k Kind) Statuses() []Status {
	if k == Maintenance {
		return []Status{Scheduled, InProgress, Verifying, Completed}
	}
	return []Status{Investigating, Identified, Monitoring, Resolved, Postmortem}
}

// Over reports whether the status ends what it stands for.
func (s Status) Over() bool { return s == Resolved || s == Postmortem || s == Completed }

// Impact is how badly customers are hit.
type Impact string

// The impacts.
const (
	NoImpact          Impact = "none"
	MinorImpact       Impact = "minor"
	MajorImpact       Impact = "major"
	CriticalImpact    Impact = "critical"
	MaintenanceImpact Impact = "maintenance"
)

// Impacts lists those that an incident may have, the least first.
func Impacts() []Impact { return []Impact{NoImpact, MinorImpact, MajorImpact, CriticalImpact} }

// impactOf is what a severity suggests.
func impactOf(severity int) Impact {
	switch severity {
	case 1:
		return CriticalImpact
	case 2:
		return MajorImpact
	case 3:
		return MinorImpact
	}
	return NoImpact
}

// Incident is something that many are told of: an incident, or maintenance that was planned.
type Incident struct {
	ID           int64
	Code         string // what public addresses and JSON call it
	Kind         Kind
	Title        string
	Severity     int // 1, the worst, to 4; 0 for maintenance
	Status       Status
	Impact       Impact
	Confidential bool // it never stands on a public page, and linked tickets get a tag and notes only
	IssueURL     string
	ManagerID    int64 // who decides what is said; 0: nobody yet
	SpeakerID    int64 // the communications manager; 0: whoever is on duty
	TicketID     int64 // it was declared from this one; 0: from none

	ScheduledFor, ScheduledUntil time.Time // of maintenance
	SelfStart, SelfEnd           bool      // it begins and ends by itself

	DueAt        time.Time // when the next public word is due; zero: none is
	LastAt       time.Time // the last public word; zero: none yet
	StartedAt    time.Time
	MonitoringAt time.Time // zero: not yet
	ResolvedAt   time.Time // zero: not yet
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Open reports whether it goes on.
func (i Incident) Open() bool { return i.ResolvedAt.IsZero() }

// Public reports whether it may stand on a public page: one word of it at least was published.
func (i Incident) Public() bool { return !i.Confidential && !i.LastAt.IsZero() }

// Tag is what linked tickets are tagged with.
func (i Incident) Tag() string { return fmt.Sprintf("incident-%d", i.ID) }

// Headline is what people read who are paged for it: what it is, or that its public word is late.
func (i Incident) Headline(now time.Time) string {
	if !i.DueAt.IsZero() && i.DueAt.Before(now) {
		return fmt.Sprintf("Incident %d: the public update is late since %s", i.ID, i.DueAt.UTC().Format("15:04 UTC"))
	}
	return fmt.Sprintf("Incident %d (%s): %s", i.ID, severityWord(i.Severity), i.Title)
}

// Path is the address of its room, for the team.
func (i Incident) Path() string { return fmt.Sprint("/incidents/", i.ID) }

// PublicPath is the address of its page, for everybody.
func (i Incident) PublicPath() string { return PublicHome + "incidents/" + i.Code }

// PublicHome is where the public pages begin. It ends in a slash, as what lies below it does.
const PublicHome = "/status/"

// severityWord is how severities are said in tables: s1.
func severityWord(n int) string { return fmt.Sprint("s", n) }

// Subject is what facts about an incident are about.
func Subject(id int64) event.Subject { return event.Subject{Type: "incident", ID: id} }

// newCode makes a name that tells nobody how many there were before it.
func newCode() string { return strings.ToLower(rand.Text())[:12] }

// allowed reports whether an incident of this kind may have a status.
func (k Kind) allowed(s Status) bool { return slices.Contains(k.Statuses(), s) }
