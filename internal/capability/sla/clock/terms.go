package clock

import (
	"slices"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Terms are what a ticket's clocks run by: what its policy demands, by whose hours, and what was promised. They
// are decided outside the machine and come in as a fact, so that a history holds all that its clocks depend on.
type Terms struct {
	Policy   Policy    `json:"policy,omitzero"` // zero: none matches
	Priority string    `json:"priority,omitempty"`
	Calendar Calendar  `json:"calendar,omitzero"`
	Targets  []Target  `json:"targets,omitempty"` // for the ticket's priority, in the order of Metrics
	Warn     []float64 `json:"warn,omitempty"`    // parts of a target at which to warn, ascending, between 0 and 1
	Promise  Cadence   `json:"promise,omitzero"`
}

// Policy names a version of an SLA policy.
type Policy struct {
	ID      int64  `json:"id"`
	Version int64  `json:"version"`
	Title   string `json:"title"`
}

// Calendar names a version of a business calendar. The zero Calendar is open round the clock.
type Calendar struct {
	ID      int64  `json:"id"`
	Version int64  `json:"version"`
	Title   string `json:"title"`
	From    string `json:"from,omitempty"` // what gave the ticket this calendar: rule, organization, region or desk
	Name    string `json:"name,omitempty"` // of that organization or region
}

// same reports whether both measure alike.
func (c Calendar) same(d Calendar) bool { return c.ID == d.ID && c.Version == d.Version }

// Target is how long something may take.
type Target struct {
	Metric   Metric `json:"metric"`
	Seconds  int64  `json:"seconds"`            // of the calendar's hours; more than 0
	Always   bool   `json:"always,omitempty"`   // counts round the clock, whatever the ticket's calendar
	Contract bool   `json:"contract,omitempty"` // owed to the customer; otherwise an objective of the desk's own
}

// Cadence is what was promised to a customer: to hear from us at fixed times of the week.
type Cadence struct {
	Times string `json:"times"`          // as bizcal.ParseCadence reads them
	Zone  string `json:"zone"`           // IANA
	From  string `json:"from,omitempty"` // ticket or organization
}

func (c Cadence) same(d Cadence) bool { return c.Times == d.Times && c.Zone == d.Zone }

// slots gives the times; what cannot be read promises nothing, since it was checked when it was written.
func (c Cadence) slots() bizcal.Cadence {
	slots, err := bizcal.ParseCadence(c.Times, c.Zone)
	if c.Times == "" || err != nil {
		return bizcal.Cadence{}
	}
	return slots
}

// target finds what the terms demand of a metric.
func (t Terms) target(m Metric) (Target, bool) {
	i := slices.IndexFunc(t.Targets, func(g Target) bool { return g.Metric == m })
	if i < 0 {
		return Target{}, false
	}
	return t.Targets[i], true
}

// hours is the calendar that a target is measured by.
func (t Terms) hours(g Target) Calendar {
	if g.Always {
		return Calendar{Title: "24x7"}
	}
	return t.Calendar
}

// Same reports whether clocks run alike by t and u: a new title is no change.
func (t Terms) Same(u Terms) bool {
	return t.Policy.ID == u.Policy.ID && t.Calendar.same(u.Calendar) && slices.Equal(t.Targets, u.Targets) &&
		slices.Equal(t.Warn, u.Warn) && t.Promise.same(u.Promise)
}
