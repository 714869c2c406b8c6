// Package cadence says when the next public update of an incident is due, from what has happened alone: no I/O and no
// clock. It is elapsed time: changes of the clocks do not matter.
package cadence

import "time"

// The statuses of an incident; Resolved stops the clock.
const (
	Investigating = "investigating"
	Identified    = "identified"
	Monitoring    = "monitoring"
	Resolved      = "resolved"
)

// The severities of an incident, the worst first.
const (
	S1 = "s1"
	S2 = "s2"
	S3 = "s3"
	S4 = "s4"
)

// Table says how long a status lasts at a severity before it needs another update: table[status][severity]. What it
// does not name has no clock.
type Table map[string]map[string]time.Duration

// Default is the table of the job family (support/workflows/cmoc_workflows.md, Update cadence).
func Default() Table {
	minutes := func(s1, s2, s3, s4 time.Duration) map[string]time.Duration {
		return map[string]time.Duration{S1: s1 * time.Minute, S2: s2 * time.Minute, S3: s3 * time.Minute, S4: s4 * time.Minute}
	}
	return Table{
		Investigating: minutes(10, 15, 15, 15),
		Identified:    minutes(10, 30, 30, 30),
		Monitoring:    minutes(30, 60, 60, 60),
	}
}

// Event is what happened to an incident.
type Event struct {
	At       time.Time
	Severity string    // its severity from now on; empty: as it was
	Update   string    // the status that a public update told; empty: no update
	NextBy   time.Time // when that update promised the next one; zero: the table says
}

// Due gives when the next update is due after events in their order, in UTC; ok is false when none is: there was no
// update yet, or the incident is resolved. A change of severity re-times the wait from the last update. So it may
// be due already as it begins.
func (t Table) Due(events []Event) (due time.Time, ok bool) {
	var severity string
	var last Event
	for _, e := range events {
		if e.Severity != "" {
			severity = e.Severity
		}
		if e.Update != "" {
			last = e
		}
	}
	switch {
	case last.Update == "" || last.Update == Resolved:
		return time.Time{}, false
	case !last.NextBy.IsZero():
		return last.NextBy.UTC(), true
	}
	wait, ok := t[last.Update][severity]
	if !ok {
		return time.Time{}, false
	}
	return last.At.Add(wait).UTC(), true
}

// Overdue gives by how much an update that is due is late; 0 while it is not.
func Overdue(due, now time.Time) time.Duration { return max(0, now.Sub(due)) }

// Until gives the events up to and with an instant, in their order: what was known then.
func Until(events []Event, now time.Time) []Event {
	var known []Event
	for _, e := range events {
		if !e.At.After(now) {
			known = append(known, e)
		}
	}
	return known
}
