package condition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Contradiction says in a sentence why no ticket can ever meet s; empty when one may. It looks at the
// conditions of one field at a time, and at a status together with the hours since it, which finds what people
// write by mistake; it proves nothing about texts.
func Contradiction(s Set) string {
	for _, field := range s.Fields() {
		if clash := about(s.All, field); len(clash) > 0 && !possible(clash) {
			return sentence(clash)
		}
	}
	if len(s.Any) == 0 {
		return ""
	}
	for _, c := range s.Any {
		if possible(about(append(slices.Clone(s.All), c), c.Field)) {
			return ""
		}
	}
	return "Nothing can match: each condition of “any” contradicts those of “all”"
}

// about picks the conditions that bear on a field.
func about(all []Condition, field string) []Condition {
	var out []Condition
	for _, c := range all {
		if _, business := c.Operator.plain(); business { // says little without the calendar
			continue
		}
		if c.Field == field || subject(c.Field) == subject(field) {
			out = append(out, c)
		}
	}
	return out
}

// subject joins the status and the hours since each status, and the hours since and until one instant.
func subject(field string) string {
	if slices.Contains(statusWords, strings.ToLower(field)) {
		return "status"
	}
	return strings.TrimPrefix(field, "until_")
}

func sentence(clash []Condition) string {
	words := make([]string, len(clash))
	for i, c := range clash {
		words[i] = strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Field, c.Operator, strings.Join(c.Value, " or ")))
	}
	if len(clash) == 1 {
		return fmt.Sprintf("Nothing can match: no ticket has %s", words[0])
	}
	return "Nothing can match all of: " + strings.Join(words, "; ")
}

// possible tries whether some value of the field the conditions share meets all of them.
func possible(clash []Condition) bool {
	if len(clash) == 0 {
		return true
	}
	field, ok := FieldOf(clash[0].Field)
	switch {
	case !ok, field.Kind == Text:
		return true
	case field.Kind == Since, field.Kind == Until, subject(field.Name) == "status":
		return someTime(clash)
	case field.Kind == Tags:
		return someTags(clash)
	case field.Kind == Custom, field.Kind == Day:
		return someCustom(clash)
	case field.Kind == Release:
		return someRelease(clash)
	}
	return someWord(field, clash)
}

// candidates are the values worth trying: those that the field has, those that the conditions name (of numbers with their
// neighbours), none, and one that nobody names.
func candidates(field Field, clash []Condition) []string {
	if field.Words != nil {
		return field.Words
	}
	out := []string{"", "0"}
	if field.Kind == Flag {
		return []string{"true", "false"}
	}
	for _, c := range clash {
		for _, v := range c.Value {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
			if n, err := strconv.ParseInt(v, 10, 64); err == nil && field.Kind == Number {
				out = append(out, strconv.FormatInt(max(0, n-1), 10), strconv.FormatInt(n+1, 10))
			}
		}
	}
	return out
}

// someWord tries all pairs of what a field was and is, and that it did not change.
func someWord(field Field, clash []Condition) bool {
	values := candidates(field, clash)
	for _, is := range values {
		if meets(clash, valued(field, is, nil)) {
			return true
		}
		for _, was := range values {
			if was != is && meets(clash, valued(field, is, &was)) {
				return true
			}
		}
	}
	return false
}

// valued is a ticket of which only one field is known.
func valued(field Field, is string, was *string) Facts {
	f := Facts{Values: map[string][]string{field.Name: word(is)}, Update: &Update{Was: map[string][]string{}, Role: is, Via: is, Create: is == "Create"}}
	switch {
	case field.Name == "comment_is_public" && is != "not_relevant":
		f.Update.Comment = &Comment{Public: is == "true"}
	case field.Name == "organization.entitlement", field.Name == "in_business_hours":
		f.Values["*"] = word(is)
	}
	if was != nil {
		f.Update.Was[field.Name] = word(*was)
	}
	return f
}

// meets evaluates the conditions; references that stand for someone else may always be met.
func meets(clash []Condition, f Facts) bool {
	given, worked := f.Values["*"], f.Values["*"] != nil
	for _, c := range clash {
		field, _ := FieldOf(c.Field)
		switch {
		case field.Kind == Ref && slices.ContainsFunc(c.Value, func(v string) bool { return slices.Contains(standIns[field.Name], v) }):
			continue
		case worked || field.timed:
			if !c.compares(field, given, f, Env{}) {
				return false
			}
		case !c.holds(f, Env{}):
			return false
		}
	}
	return true
}

// someTags has every tag that the conditions ask for one of, and none that they forbid.
func someTags(clash []Condition) bool {
	var forbidden []string
	for _, c := range clash {
		if c.Operator == NotIncludes {
			forbidden = append(forbidden, c.Value...)
		}
	}
	return !slices.ContainsFunc(clash, func(c Condition) bool {
		return c.Operator == Includes && !slices.ContainsFunc(c.Value, func(v string) bool { return !slices.Contains(forbidden, v) })
	})
}

// someCustom looks only for what no values can meet: something and nothing.
func someCustom(clash []Condition) bool {
	something, nothing := false, false
	for _, c := range clash {
		unset := slices.Equal(c.Value, []string{""})
		something = something || c.Operator == Present || c.Operator == Is && !slices.Contains(c.Value, "") || c.Operator == IsNot && unset
		nothing = nothing || c.Operator == NotPresent || c.Operator == Is && unset
	}
	return !something || !nothing
}

// someTime tries every status and instant around those that the conditions name.
func someTime(clash []Condition) bool {
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	spans := []time.Duration{0, time.Hour, 10000 * time.Hour}
	for _, c := range clash {
		if n, err := hours(first(c.Value)); err == nil {
			spans = append(spans, n, n-time.Microsecond, n+time.Microsecond, n-time.Hour, n+time.Hour)
		}
	}
	for _, span := range spans {
		for _, at := range []time.Time{{}, now.Add(span), now.Add(-span)} {
			if metAt(clash, at, Env{Now: now}) {
				return true
			}
		}
	}
	return false
}

func metAt(clash []Condition, at time.Time, env Env) bool {
	name := subject(clash[0].Field)
	if name != "status" {
		return met(clash, Facts{Times: map[string]time.Time{name: at}}, env)
	}
	for _, is := range statusWords {
		times := map[string]time.Time{strings.ToUpper(is): at}
		for _, was := range append([]string{is}, statusWords...) {
			f := Facts{Values: map[string][]string{"status": {is}}, Times: times, Update: &Update{Was: map[string][]string{}}}
			if was != is {
				f.Update.Was["status"] = []string{was}
			}
			if met(clash, f, env) {
				return true
			}
		}
	}
	return false
}

func met(clash []Condition, f Facts, env Env) bool {
	return !slices.ContainsFunc(clash, func(c Condition) bool { return !c.holds(f, env) })
}
