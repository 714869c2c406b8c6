package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
)

// outcome is what a condition comes to after actions: it may depend on what the actions leave alone.
type outcome int

const (
	open outcome = iota // depends
	no
	yes
)

// afterwards says what a condition comes to once a rule's actions are done, whatever the ticket was before.
func afterwards(c condition.Condition, actions []Action) outcome {
	f, _ := condition.FieldOf(c.Field)
	if f.Kind == condition.Since {
		return since(c, actions)
	}
	if c.Operator == condition.ChangedTo {
		c.Operator = condition.Is
	}
	if c.Operator.OfUpdate() || len(c.Value) == 0 && !c.Operator.Bare() {
		return open
	}
	set, known := setTo(f.Name, actions)
	if f.Kind == condition.Tags {
		return tagsAfter(c, actions)
	}
	if !known {
		return open
	}
	facts := condition.Facts{Values: map[string][]string{f.Name: set}, Custom: map[string]condition.CustomValue{f.Name: {Values: set}}}
	if condition.Eval(condition.Set{All: []condition.Condition{c}}, facts, condition.Env{}) {
		return yes
	}
	return no
}

// setTo is the value that actions give a field; people who are named by their part are not known.
func setTo(field string, actions []Action) (value []string, known bool) {
	for _, a := range actions {
		f, _ := ActionFieldOf(a.Field)
		if f.Sort != SetField || f.Sets != field {
			continue
		}
		if slices.Contains([]string{"current_user", "requester_id", "assignee_id"}, a.Value[0]) {
			return nil, false
		}
		if value, known = a.Value, true; value[0] == "" {
			value = nil
		}
	}
	return value, known
}

func tagsAfter(c condition.Condition, actions []Action) outcome {
	if c.Field != "current_tags" {
		return open
	}
	has, hasNot := []string{}, []string{}
	for _, a := range actions {
		switch a.Field {
		case "current_tags":
			has = append(has, a.Value...)
		case "remove_tags":
			hasNot = append(hasNot, a.Value...)
		case "set_tags":
			has = slices.Clone(a.Value)
			hasNot = slices.DeleteFunc(slices.Clone(c.Value), func(t string) bool { return slices.Contains(has, t) })
		}
	}
	some := slices.ContainsFunc(c.Value, func(t string) bool { return slices.Contains(has, t) })
	none := !slices.ContainsFunc(c.Value, func(t string) bool { return !slices.Contains(hasNot, t) })
	switch {
	case !some && !none:
		return open
	case some == (c.Operator == condition.Includes):
		return yes
	}
	return no
}

// since knows that the hours since a status end with it, and those since the last update begin again with a
// comment.
func since(c condition.Condition, actions []Action) outcome {
	if status, ok := setTo("status", actions); ok && len(status) == 1 && slices.Contains(statusFields, c.Field) && !strings.EqualFold(status[0], c.Field) {
		return no
	}
	later := c.Operator == condition.GreaterThan && c.Value[0] != "0"
	writes := slices.ContainsFunc(actions, func(a Action) bool { return a.Field == "reply_public" || a.Field == "reply_internal" })
	if c.Field == "updated_at" && later && writes {
		return no
	}
	return open
}

var statusFields = []string{"NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED"}

// ends reports whether an automation's actions make its conditions false, or whether they pass by themselves
// within an hour.
func (r Rule) ends() bool {
	passes := func(c condition.Condition) bool {
		f, _ := condition.FieldOf(c.Field)
		window := (f.Kind == condition.Since || f.Kind == condition.Until) && (c.Operator == condition.Is || c.Operator == condition.IsBusiness)
		return window || afterwards(c, r.Actions) == no
	}
	if slices.ContainsFunc(r.Conditions.All, passes) {
		return true
	}
	return len(r.Conditions.Any) > 0 && !slices.ContainsFunc(r.Conditions.Any, func(c condition.Condition) bool { return !passes(c) })
}

// wakes reports whether what r does may make s hold: nothing of it rules s out, and something of it is what s
// asks for.
func (r Rule) wakes(s Rule) bool {
	met := false
	for _, c := range s.Conditions.All {
		switch afterwards(c, r.Actions) {
		case no:
			return false
		case yes:
			met = true
		}
	}
	out := len(s.Conditions.Any) > 0
	for _, c := range s.Conditions.Any {
		switch afterwards(c, r.Actions) {
		case yes:
			met, out = true, false
		case open:
			out = false
		}
	}
	return met && !out
}

// Fight is a ring of rules, each of which wakes the next, that do not agree on a field.
type Fight struct {
	Rules []Rule
	Field string
}

// String names the rules.
func (f Fight) String() string {
	titles := make([]string, len(f.Rules))
	for i, r := range f.Rules {
		titles[i] = "“" + r.Title + "”"
	}
	return fmt.Sprintf("%s: each wakes the next, and they set %s differently", strings.Join(titles, ", "), f.Field)
}

// mostInRing bounds the rings that are looked for.
const mostInRing = 4

// Fights finds the rings among active rules; each is told once, by the first of its rules.
func Fights(list []Rule) []Fight {
	var all []Fight
	active := slices.DeleteFunc(slices.Clone(list), func(r Rule) bool { return !r.Active })
	next := make([][]int, len(active))
	for i, r := range active {
		for j, s := range active {
			if i != j && r.wakes(s) {
				next[i] = append(next[i], j)
			}
		}
	}
	var walk func(path []int)
	walk = func(path []int) {
		for _, n := range next[path[len(path)-1]] {
			switch {
			case n == path[0]:
				if f, ok := fight(active, path); ok {
					all = append(all, f)
				}
			case n > path[0] && !slices.Contains(path, n) && len(path) < mostInRing:
				walk(append(slices.Clone(path), n))
			}
		}
	}
	for i := range active {
		walk([]int{i})
	}
	return all
}

// fight tells whether a ring sets one field to different values.
func fight(list []Rule, ring []int) (Fight, bool) {
	f := Fight{}
	values := map[string][]string{}
	for _, i := range ring {
		f.Rules = append(f.Rules, list[i])
		for _, a := range list[i].Actions {
			field, _ := ActionFieldOf(a.Field)
			switch {
			case field.Sort == SetField:
				if before, ok := values[field.Sets]; ok && !slices.Equal(before, a.Value) {
					f.Field = field.Sets
				}
				values[field.Sets] = a.Value
			case a.Field == "remove_tags" && slices.ContainsFunc(a.Value, func(t string) bool { return f.adds(t) }):
				f.Field = "tags"
			case a.Field == "current_tags" && slices.ContainsFunc(a.Value, func(t string) bool { return f.removes(t) }):
				f.Field = "tags"
			}
		}
	}
	return f, f.Field != ""
}

func (f Fight) adds(tag string) bool    { return f.does("current_tags", tag) }
func (f Fight) removes(tag string) bool { return f.does("remove_tags", tag) }

func (f Fight) does(field, tag string) bool {
	return slices.ContainsFunc(f.Rules, func(r Rule) bool {
		return slices.ContainsFunc(r.Actions, func(a Action) bool { return a.Field == field && slices.Contains(a.Value, tag) })
	})
}
