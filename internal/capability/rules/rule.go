package rules

import (
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Kind says when a rule looks at a ticket.
type Kind string

// The kinds of rules.
const (
	Trigger    Kind = "trigger"    // at every update, at its end
	Automation Kind = "automation" // when its conditions come to hold by time alone
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Trigger, Automation} }

// use is what the conditions of a kind are for.
func (k Kind) use() condition.Use {
	if k == Automation {
		return condition.ForAutomation
	}
	return condition.ForTrigger
}

// Rule does actions to tickets that meet its conditions.
type Rule struct {
	ID         int64
	Kind       Kind
	Title      string // unique among its kind
	About      string // why it is there, for colleagues
	Active     bool
	Position   int // rules look in this order; ties by id
	Conditions condition.Set
	Actions    []Action
	AuthorID   int64 // who changed it last; 0: the desk itself
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

const (
	longestTitle = 120
	longestAbout = 2000
)

// Check puts a rule into its canonical form. Errors are fault.Invalid with the place: title, all[0].value,
// actions[2].value.
func (r Rule) Check() (Rule, error) {
	r.Title, r.About = strings.Join(strings.Fields(r.Title), " "), strings.TrimSpace(r.About)
	switch {
	case !slices.Contains(Kinds(), r.Kind):
		return r, fault.Field("kind", "“%s” is no kind of rule. There are trigger and automation", r.Kind)
	case r.Title == "":
		return r, fault.Field("title", "A rule needs a title: it is named wherever it did something")
	case len([]rune(r.Title)) > longestTitle:
		return r, fault.Field("title", "This title has %d characters; up to %d are possible", len([]rune(r.Title)), longestTitle)
	case len([]rune(r.About)) > longestAbout:
		return r, fault.Field("about", "This is longer than the %d characters that are kept", longestAbout)
	}
	var err error
	if r.Conditions, err = condition.Validate(r.Conditions, r.Kind.use()); err != nil {
		return r, err
	}
	if r.Conditions.Empty() {
		return r, fault.Field("conditions", "A rule needs a condition, or it would look at every ticket for ever. Add one")
	}
	if r.Actions, err = CheckActions(r.Actions, r.Kind.actions()); err != nil {
		return r, err
	}
	if len(r.Actions) == 0 {
		return r, fault.Field("actions", "A rule needs an action, or it would do nothing. Add one")
	}
	if r.Kind == Automation {
		return r, r.checkTime()
	}
	return r, nil
}

// checkTime holds an automation to what keeps it from firing again and again: something in it must wait for
// time, and something it does must make its conditions false.
func (r Rule) checkTime() error {
	if !r.Conditions.Timed() {
		return fault.Field("conditions", "An automation waits for time. Add a condition that counts hours, such as hours since pending, or make it a trigger")
	}
	if !r.ends() {
		return fault.Field("actions", "“%s” would fire on the same ticket without end: none of its actions makes one of its conditions false. "+
			"Set what it asks for, or add a tag and ask that the tag is not there", r.Title)
	}
	return nil
}

// Subject is what the facts of a rule are about.
func Subject(id int64) event.Subject { return event.Subject{Type: "rule", ID: id} }
