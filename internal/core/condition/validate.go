package condition

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// most bounds a set: who needs more wants several rules.
const (
	mostConditions = 100
	mostValues     = 200
	longestValue   = 2000
)

// Validate puts a set into its canonical form and checks that it makes sense for a use: fields, operators and
// values that are possible, and that some ticket could meet it. Errors are fault.Invalid with the place as the
// field, such as all[2].operator. Whether an id stands for anything is for Vocabulary.Check to say.
func Validate(s Set, use Use) (Set, error) {
	if len(s.All)+len(s.Any) > mostConditions {
		return s, fault.Field("conditions", "These are %d conditions; up to %d are possible", len(s.All)+len(s.Any), mostConditions)
	}
	out := Set{}
	for i, c := range s.All {
		c, err := c.canonical(Place("all", i), use)
		if err != nil {
			return s, err
		}
		out.All = append(out.All, c)
	}
	for i, c := range s.Any {
		c, err := c.canonical(Place("any", i), use)
		if err != nil {
			return s, err
		}
		out.Any = append(out.Any, c)
	}
	if why := Contradiction(out); why != "" {
		return s, fault.Field("conditions", "%s", why)
	}
	return out, nil
}

func (c Condition) canonical(place string, use Use) (Condition, error) {
	f, ok := FieldOf(c.Field)
	switch {
	case !ok:
		return c, fault.Field(place+".field", "There is no field “%s” to ask for. The fields are %s", shown([]byte(c.Field)), list(names(Fields(use))))
	case f.Uses&use == 0:
		return c, fault.Field(place+".field", "“%s” cannot be asked here. The fields are %s", f.Name, list(names(Fields(use))))
	}
	c.Field = f.Name
	switch c.Operator {
	case changedToNewer:
		c.Operator = ChangedTo
	case changedFromNewer:
		c.Operator = ChangedFrom
	}
	if allowed := f.Operators(use); !slices.Contains(allowed, c.Operator) {
		return c, fault.Field(place+".operator", "“%s” cannot be compared by “%s”. It takes %s", f.Name, shown([]byte(c.Operator)), list(allowed))
	}
	var err error
	c.Value, err = f.values(place+".value", c.Operator, c.Value)
	return c, err
}

// values checks and cleans what a field is compared with.
func (f Field) values(place string, op Operator, given []string) ([]string, error) {
	if op.Bare() {
		return nil, nil
	}
	if f.Kind == Tags || f.Kind == Text && op != Is && op != IsNot {
		given = splitWords(given)
	}
	switch {
	case len(given) == 0:
		return nil, fault.Field(place, "“%s” needs a value to be compared with", f.Name)
	case len(given) > 1 && !several(op):
		return nil, fault.Field(place, "“%s” takes one value with “%s”, not %d", f.Name, op, len(given))
	case len(given) > mostValues:
		return nil, fault.Field(place, "These are %d values; up to %d are possible", len(given), mostValues)
	}
	out := make([]string, 0, len(given))
	for _, v := range given {
		v = strings.TrimSpace(v)
		if len(v) > longestValue {
			return nil, fault.Field(place, "This value is longer than the %d bytes that are possible", longestValue)
		}
		v, err := f.value(place, op, v)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out, nil
}

func several(op Operator) bool {
	return slices.Contains([]Operator{Is, IsNot, Includes, NotIncludes, ChangedTo, ChangedFrom, NotChangedTo, NotChangedFrom}, op)
}

func (f Field) value(place string, op Operator, v string) (string, error) {
	switch f.Kind {
	case Word, Ranked:
		if v == "none" && slices.Contains(f.Words, "") {
			v = ""
		}
		if f.Words != nil && !slices.Contains(f.Words, v) {
			return v, fault.Field(place, "“%s” cannot be “%s”. It is one of %s", f.Name, shown([]byte(v)), list(f.Words))
		}
	case Ref:
		return f.id(place, v)
	case Tags, Text:
		if v = search.Normalize(v); v == "" {
			return v, fault.Field(place, "“%s” needs a word to look for", f.Name)
		}
	case Flag:
		if v != "true" && v != "false" {
			return v, fault.Field(place, "“%s” is true or false, not “%s”", f.Name, shown([]byte(v)))
		}
	case Since, Until:
		if _, err := hours(v); err != nil {
			return v, fault.Field(place, "“%s” is no number of hours. Write 4, or 0.5 for half an hour", shown([]byte(v)))
		}
	case Custom:
		return customOperand(place, op, v)
	case Release:
		return releaseOperand(place, op, v)
	case Number:
		return numberOperand(place, op, v)
	case Day:
		return dayOperand(place, op, v)
	}
	return v, nil
}

func customOperand(place string, op Operator, v string) (string, error) {
	switch op {
	case LessThan, GreaterThan:
		_, number := number(v)
		if _, err := time.Parse(time.DateOnly, v); err != nil && !number {
			return v, fault.Field(place, "“%s” is neither a number nor a day such as 2026-11-30", shown([]byte(v)))
		}
	case WithinPrevious, WithinNext:
		if n, err := strconv.Atoi(v); err != nil || n < 0 || n > 3660 {
			return v, fault.Field(place, "“%s” is no number of days from 0 to 3660", shown([]byte(v)))
		}
	}
	return v, nil
}

// numberOperand checks a whole number; none is possible where it is or is not.
func numberOperand(place string, op Operator, v string) (string, error) {
	if (v == "" || v == "none") && (op == Is || op == IsNot) {
		return "", nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 || n > 1e15 {
		return v, fault.Field(place, "“%s” is no whole number. Write it without separators, such as 120000", shown([]byte(v)))
	}
	return strconv.FormatInt(n, 10), nil
}

// dayOperand checks a day, or a number of days.
func dayOperand(place string, op Operator, v string) (string, error) {
	switch {
	case (v == "" || v == "none") && (op == Is || op == IsNot):
		return "", nil
	case op == WithinPrevious || op == WithinNext:
		return customOperand(place, op, v)
	}
	if _, err := time.Parse(time.DateOnly, v); err != nil {
		return v, fault.Field(place, "“%s” is no day. Write it like 2026-11-30", shown([]byte(v)))
	}
	return v, nil
}

// standIns are values of references that stand for someone by their part in the ticket.
var standIns = map[string][]string{
	"assignee_id":  {"current_user", "requester_id"},
	"requester_id": {"current_user", "assignee_id"},
	"group_id":     {"current_groups"},
}

// StandIns are the values of a reference that stand for someone by their part in the ticket.
func StandIns(field string) []string { return standIns[field] }

func (f Field) id(place, v string) (string, error) {
	if v == "" || slices.Contains(standIns[f.Name], v) {
		return v, nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n <= 0 {
		return v, fault.Field(place, "“%s” is no %s. Give its number, or nothing for none", shown([]byte(v)), f.Ref)
	}
	return strconv.FormatInt(n, 10), nil
}

// splitWords cuts values at white space: Zendesk writes several tags into one text.
func splitWords(values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, strings.Fields(v)...)
	}
	return out
}

func names(fields []Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Name
	}
	return out
}

// list writes words for a sentence; none is shown by its word.
func list[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, w := range words {
		if out[i] = string(w); w == "" {
			out[i] = "none"
		}
	}
	return strings.Join(out, ", ")
}
