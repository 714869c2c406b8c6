package sla

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Policy says what a ticket is owed. Of all active policies the first whose filter matches a ticket is its own; one
// without targets says that there is no service level, and why.
type Policy struct {
	ID          int64
	Title       string
	Description string
	Position    int64 // from 1
	Active      bool
	Filter      condition.Set // empty: every ticket
	Targets     []Target
	Warn        []float64 // parts of a target at which to warn, ascending, between 0 and 1
	Version     int64     // from 1; every change makes a new one
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Target is what a policy demands of tickets of one priority.
type Target struct {
	Priority string `json:"priority"` // a word of ticket.Priority: urgent, high, normal, low
	clock.Target
}

// DefaultWarn is when a new policy warns.
func DefaultWarn() []float64 { return []float64{0.75, 0.9} }

// Prioritised lists the priorities that targets are set for, most urgent first.
func Prioritised() []string { return []string{"urgent", "high", "normal", "low"} }

// For gives the targets for a priority, in the order of clock.Metrics.
func (p Policy) For(priority string) (all []clock.Target) {
	for _, t := range p.Targets {
		if t.Priority == priority {
			all = append(all, t.Target)
		}
	}
	return all
}

const (
	longestTitle       = 200
	longestDescription = 5000
	longestTarget      = 366 * 24 * 60 * 60 // seconds
	mostWarnings       = 5
)

// typed cleans what was given and refuses what makes no sense. Errors are fault.Invalid and name the field.
func (p Policy) typed() (Policy, error) {
	p.Title = strings.Join(strings.Fields(p.Title), " ")
	p.Description = strings.TrimSpace(p.Description)
	switch {
	case p.Title == "":
		return p, fault.Field("title", "A policy needs a title: clocks and explanations call it by that")
	case len([]rune(p.Title)) > longestTitle:
		return p, fault.Field("title", "This title has %d characters; up to %d are kept", len([]rune(p.Title)), longestTitle)
	case len([]rune(p.Description)) > longestDescription:
		return p, fault.Field("description", "This description has %d characters; up to %d are kept", len([]rune(p.Description)), longestDescription)
	}
	filter, err := condition.Validate(p.Filter, condition.ForPolicy)
	if err != nil {
		return p, err
	}
	p.Filter = filter
	if err := checkWarn(p.Warn); err != nil {
		return p, err
	}
	return p.typedTargets()
}

func checkWarn(warn []float64) error {
	if len(warn) > mostWarnings {
		return fault.Field("warn", "These are %d warnings for one clock; up to %d are possible", len(warn), mostWarnings)
	}
	for i, w := range warn {
		if !(w > 0 && w < 1) {
			return fault.Field("warn", "A warning at %g %% of a target is not possible; it comes between 1 %% and 99 %%", w*100)
		}
		if i > 0 && w <= warn[i-1] {
			return fault.Field("warn", "The warnings go up: %g %% cannot come behind %g %%", w*100, warn[i-1]*100)
		}
	}
	return nil
}

func (p Policy) typedTargets() (Policy, error) {
	seen := map[string]bool{}
	for _, t := range p.Targets {
		field := TargetField(t.Priority, t.Metric)
		switch {
		case !slices.Contains(Prioritised(), t.Priority):
			return p, fault.Field("targets", "%q is no priority; they are %s", t.Priority, strings.Join(Prioritised(), ", "))
		case !slices.Contains(clock.Metrics(), t.Metric):
			return p, fault.Field("targets", "%q is no metric; they are %s", t.Metric, metricList())
		case t.Seconds <= 0 || t.Seconds > longestTarget:
			return p, fault.Field(field, "A target is between a second and a year, not %d seconds", t.Seconds)
		case seen[field]:
			return p, fault.Field(field, "There are two targets for the %s of %s tickets", t.Metric, t.Priority)
		}
		seen[field] = true
	}
	p.Targets = slices.Clone(p.Targets)
	slices.SortFunc(p.Targets, func(a, b Target) int {
		return cmp.Or(cmp.Compare(slices.Index(Prioritised(), a.Priority), slices.Index(Prioritised(), b.Priority)),
			cmp.Compare(slices.Index(clock.Metrics(), a.Metric), slices.Index(clock.Metrics(), b.Metric)))
	})
	return p, nil
}

// TargetField names a target in forms and errors.
func TargetField(priority string, m clock.Metric) string { return priority + "." + string(m) }

func metricList() string {
	words := make([]string, len(clock.Metrics()))
	for i, m := range clock.Metrics() {
		words[i] = string(m)
	}
	return strings.Join(words, ", ")
}

// word is a target as facts tell it: 14400 s, 24x7, contract.
func (t Target) word() string {
	w := fmt.Sprintf("%d s", t.Seconds)
	if t.Always {
		w += ", 24x7"
	}
	if t.Contract {
		w += ", contract"
	}
	return w
}
