// Package condition is the one way in which the desk asks something of a ticket: all of some conditions and
// one of others, each a field, an operator and a value, in Zendesk's vocabulary. Triggers, automations,
// policies, views and forms share it. It is evaluated in Go and compiled to SQL; both agree.
package condition

import "slices"

// Set holds when all of All hold and, where Any is not empty, one of Any.
type Set struct {
	All []Condition
	Any []Condition
}

// Condition asks one thing of a ticket.
type Condition struct {
	Field    string // a name of Fields, or one with a key: custom_fields_KEY
	Operator Operator
	// Value is what is compared with; several for is, is_not, includes and not_includes mean one of them. Ids
	// are decimal, hours are decimal and may have a fraction. Empty for operators that need none.
	Value []string
}

// Empty reports whether s asks nothing, and so holds for every ticket.
func (s Set) Empty() bool { return len(s.All)+len(s.Any) == 0 }

// Fields lists the fields that s asks for, each once, in order.
func (s Set) Fields() []string {
	var all []string
	for _, c := range slices.Concat(s.All, s.Any) {
		if !slices.Contains(all, c.Field) {
			all = append(all, c.Field)
		}
	}
	return all
}

// Timed reports whether the answer may change while the ticket stays as it is.
func (s Set) Timed() bool {
	return slices.ContainsFunc(slices.Concat(s.All, s.Any), Condition.timed)
}

func (c Condition) timed() bool {
	f, ok := FieldOf(c.Field)
	return ok && (f.Kind == Since || f.Kind == Until || f.timed || c.Operator == WithinPrevious || c.Operator == WithinNext)
}

// Operator says how a field is compared with a value; the words are Zendesk's.
type Operator string

// The operators.
const (
	Is          Operator = "is"
	IsNot       Operator = "is_not"
	LessThan    Operator = "less_than"
	GreaterThan Operator = "greater_than"
	Includes    Operator = "includes"     // one of the words, at least
	NotIncludes Operator = "not_includes" // none of the words
	Present     Operator = "present"
	NotPresent  Operator = "not_present"

	// Days before and after today in UTC, today included, for custom fields that hold a date.
	WithinPrevious Operator = "within_previous_n_days"
	WithinNext     Operator = "within_next_n_days"

	// Hours by the ticket's calendar.
	IsBusiness          Operator = "is_business_hours"
	LessThanBusiness    Operator = "less_than_business_hours"
	GreaterThanBusiness Operator = "greater_than_business_hours"

	// Of an update; for triggers only.
	Changed          Operator = "changed"
	NotChanged       Operator = "not_changed"
	ChangedTo        Operator = "value"
	NotChangedTo     Operator = "not_value"
	ChangedFrom      Operator = "value_previous"
	NotChangedFrom   Operator = "not_value_previous"
	changedToNewer   Operator = "changed_to"   // as newer fields of Zendesk spell it
	changedFromNewer Operator = "changed_from" // likewise
)

// ofUpdate lists the operators that ask about an update.
var ofUpdate = [...]Operator{Changed, NotChanged, ChangedTo, NotChangedTo, ChangedFrom, NotChangedFrom}

// OfUpdate reports whether o asks what an update changed.
func (o Operator) OfUpdate() bool { return slices.Contains(ofUpdate[:], o) }

// Bare reports whether o needs no value.
func (o Operator) Bare() bool {
	return o == Present || o == NotPresent || o == Changed || o == NotChanged
}

// plain is the operator that compares in the same way without a calendar, and whether o goes by one.
func (o Operator) plain() (Operator, bool) {
	switch o {
	case IsBusiness:
		return Is, true
	case LessThanBusiness:
		return LessThan, true
	case GreaterThanBusiness:
		return GreaterThan, true
	}
	return o, false
}
