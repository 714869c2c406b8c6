package shift

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Kind says which tickets a step is about.
type Kind string

// The kinds of steps.
const (
	Emergencies Kind = "emergency" // everything in the stage emergency
	Urgent      Kind = "priority"  // those of a priority or higher, where it is our turn
	Global      Kind = "all"       // what belongs to nobody yet
	NearBreach  Kind = "breach"    // what is due within some minutes, or was
)

// Kinds lists the kinds of steps.
func Kinds() []Kind { return []Kind{Emergencies, Urgent, Global, NearBreach} }

// The desks that a step can mean without naming one.
const (
	RestrictedDesk = "restricted" // the restricted desk of the installation
	OpenDesk       = "open"       // an ordinary one
)

// Step is one line of the order in which shift engineers work.
type Step struct {
	Title    string `json:"title" about:"What the step is called"`
	Desk     string `json:"desk" about:"Whose tickets: restricted, open, or the name of a desk"`
	Tickets  Kind   `json:"tickets" about:"Which: emergency, priority, all (the global view) or breach"`
	Priority string `json:"priority,omitempty" about:"With priority: the least one, urgent to low"`
	Always   bool   `json:"round_the_clock,omitempty" about:"With priority: only those whose clock runs 24x7"`
	Minutes  int    `json:"minutes,omitempty" about:"With breach: how soon they are due, in minutes"`
}

// OrderKey is the setting of the order; shipped is that of us-government.md, 3.
var OrderKey = settings.Key[[]Step]{Name: "shift.order", Check: checkOrder, Default: []Step{
	{Title: "Government emergencies", Desk: RestrictedDesk, Tickets: Emergencies},
	{Title: "Government, high, 24x7", Desk: RestrictedDesk, Tickets: Urgent, Priority: "high", Always: true},
	{Title: "Global view", Desk: OpenDesk, Tickets: Global},
	{Title: "Government, near breach", Desk: RestrictedDesk, Tickets: NearBreach, Minutes: 120},
}}

const (
	mostSteps    = 12
	longestTitle = 60
	longestAhead = 7 * 24 * 60 // minutes
)

func checkOrder(steps []Step) error {
	if len(steps) == 0 || len(steps) > mostSteps {
		return fault.Field("steps", "An order has from 1 to %d steps, not %d", mostSteps, len(steps))
	}
	for i, s := range steps {
		if err := s.check(i); err != nil {
			return err
		}
	}
	return nil
}

func (s Step) check(i int) error {
	field := func(name string) string { return fmt.Sprint(name, "-", i) }
	switch n := utf8.RuneCountInString(s.Title); {
	case strings.TrimSpace(s.Title) == "" || n > longestTitle:
		return fault.Field(field("title"), "Step %d needs a name of up to %d characters", i+1, longestTitle)
	case strings.TrimSpace(s.Desk) == "":
		return fault.Field(field("desk"), "Step %d names no desk. Write restricted, open or the name of one", i+1)
	case !slices.Contains(Kinds(), s.Tickets):
		return fault.Field(field("tickets"), "“%s” is no kind of tickets; there are emergency, priority, all and breach", fault.Clip(string(s.Tickets), 20))
	case s.Tickets == Urgent && !isPriority(s.Priority):
		return fault.Field(field("priority"), "“%s” is no priority; there are urgent, high, normal and low", fault.Clip(s.Priority, 20))
	case s.Tickets == NearBreach && (s.Minutes < 1 || s.Minutes > longestAhead):
		return fault.Field(field("minutes"), "Near breach is from 1 to %d minutes, not %d", longestAhead, s.Minutes)
	}
	return nil
}

func isPriority(word string) bool {
	p, ok := ticket.ParsePriority(word)
	return ok && p != ticket.NoPriority
}

// Query is the search that finds the tickets of a step, but for their clocks.
func (s Step) Query() string {
	switch s.Tickets {
	case Emergencies:
		return "stage:emergency status<solved"
	case Urgent:
		return "priority>=" + s.Priority + " is:unanswered status<solved"
	case NearBreach:
		return fmt.Sprintf("breach<+%dm status<solved", s.Minutes)
	}
	return "assignee:none status<solved -is:automatic"
}

// Means reports whether the step means a desk of that name and kind.
func (s Step) Means(name string, restricted bool) bool {
	switch strings.ToLower(s.Desk) {
	case RestrictedDesk:
		return restricted
	case OpenDesk:
		return !restricted
	}
	return strings.EqualFold(s.Desk, name)
}
