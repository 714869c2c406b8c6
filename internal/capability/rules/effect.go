package rules

import (
	"maps"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/condition"
)

// Effect is one thing that actions change on a ticket: a field of conditions, from and to.
type Effect struct {
	Field string   `json:"field"`
	From  []string `json:"from,omitempty"`
	To    []string `json:"to,omitempty"`
}

// Effects says what actions would change on a ticket, without doing it; me is the "current user". Messages and
// comments are no effects.
func Effects(actions []Action, f condition.Facts, me int64) []Effect {
	after := apply(actions, f, me)
	var all []Effect
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if from := held(f, name); !slices.Equal(from, after[name]) {
			all = append(all, Effect{name, from, after[name]})
		}
	}
	return all
}

func held(f condition.Facts, name string) []string {
	if _, ok := custom(name); ok {
		return f.Custom[name].Values
	}
	return f.Values[name]
}

// apply gives the fields that actions set, as they are afterwards.
func apply(actions []Action, f condition.Facts, me int64) map[string][]string {
	after := map[string][]string{}
	now := func(name string) []string {
		if v, ok := after[name]; ok {
			return v
		}
		return held(f, name)
	}
	for _, a := range actions {
		field, _ := ActionFieldOf(a.Field)
		switch {
		case field.Sort == SetTags:
			after[field.Sets] = tagged(a, now(field.Sets))
		case field.Sort == SetField:
			after[field.Sets] = standing(a.Value, f, me)
		}
	}
	return after
}

func tagged(a Action, have []string) []string {
	var tags []string
	switch a.Field {
	case "set_tags":
		tags = slices.Clone(a.Value)
	case "remove_tags":
		tags = slices.DeleteFunc(slices.Clone(have), func(t string) bool { return slices.Contains(a.Value, t) })
	default:
		tags = slices.Concat(have, a.Value)
	}
	slices.Sort(tags)
	if tags = slices.Compact(tags); len(tags) == 0 {
		return nil
	}
	return tags
}

// standing puts people in the place of the words for them; none is no value.
func standing(value []string, f condition.Facts, me int64) []string {
	switch v := value[0]; {
	case v == "":
		return nil
	case v == "current_user" && me == 0:
		return f.Values["assignee_id"] // the desk itself has no tickets
	case v == "current_user":
		return []string{strconv.FormatInt(me, 10)}
	case v == "requester_id", v == "assignee_id":
		return f.Values[v]
	}
	return value
}

// difference tells what became of the fields of a ticket.
func difference(before, after condition.Facts) (all []Effect) {
	names := map[string]bool{}
	for _, f := range []condition.Facts{before, after} {
		for name := range f.Values {
			names[name] = true
		}
		for name := range f.Custom {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if condition.OfEnvironment(name) { // no rule changes what a customer runs
			continue
		}
		if from, to := held(before, name), held(after, name); !slices.Equal(from, to) {
			all = append(all, Effect{name, from, to})
		}
	}
	return all
}
