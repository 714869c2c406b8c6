package conditionui

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Words says conditions with the names that a desk has.
type Words struct {
	condition.Vocabulary
}

// Field is what people call a field of conditions.
func (v Words) Field(ctx context.Context, name string) string {
	if i := slices.IndexFunc(v.Custom, func(d condition.CustomDefinition) bool { return d.Name == name }); i >= 0 {
		if strings.HasPrefix(name, condition.OrganizationField("")) {
			return i18n.T(ctx, "condition.organizationfield", "Title", v.Custom[i].Title)
		}
		return v.Custom[i].Title
	}
	f, known := condition.FieldOf(name)
	if !known || f.Kind == condition.Custom {
		return name
	}
	return i18n.T(ctx, "condition.field."+f.Name)
}

// Operator is what people call a comparison of a kind of field; 0 is any.
func Operator(ctx context.Context, kind condition.Kind, op condition.Operator) string {
	if word := map[condition.Operator]string{condition.LessThan: "before", condition.GreaterThan: "after"}[op]; kind == condition.Day && word != "" {
		return i18n.T(ctx, "condition.operator."+word)
	}
	return i18n.T(ctx, "condition.operator."+string(op))
}

// standIns are words for people by their part in a ticket.
var standIns = []string{"current_user", "current_groups", "requester_id", "assignee_id", "all_agents", "requester_and_ccs", "group_id"}

// StandIn says a word for people by their part in a ticket.
func StandIn(ctx context.Context, word string) string { return i18n.T(ctx, "condition.who."+word) }

// Flag says true and false.
func Flag(ctx context.Context, word string) string { return i18n.T(ctx, "condition.flag."+word) }

// Value is what people call a value of a field.
func (v Words) Value(ctx context.Context, name, value string) string {
	f, _ := condition.FieldOf(name)
	switch {
	case value == "":
		return i18n.T(ctx, "condition.nothing")
	case slices.Contains(standIns, value):
		return StandIn(ctx, value)
	case f.Kind == condition.Flag, name == "comment_is_public":
		return Flag(ctx, value)
	case slices.Contains(f.Words, value) && f.Name != "severity":
		return i18n.T(ctx, "condition.word."+spelled(value))
	}
	return v.Title(name, value)
}

// spelled is the key of a word: catalogues keep some words for themselves.
func spelled(word string) string {
	if word == "other" {
		return "others"
	}
	return word
}

// Values says a list of values.
func (v Words) Values(ctx context.Context, name string, list []string) string {
	if len(list) == 0 {
		return i18n.T(ctx, "condition.nothing")
	}
	out := make([]string, len(list))
	for i, value := range list {
		out[i] = v.Value(ctx, name, value)
	}
	return strings.Join(out, ", ")
}

// Condition says one condition.
func (v Words) Condition(ctx context.Context, c condition.Condition) string {
	if slices.Equal(c.Value, []string{""}) && (c.Operator == condition.Is || c.Operator == condition.IsNot) { // “is nothing” is no way to speak
		c.Operator, c.Value = map[condition.Operator]condition.Operator{condition.Is: condition.NotPresent, condition.IsNot: condition.Present}[c.Operator], nil
	}
	f, _ := condition.FieldOf(c.Field)
	parts := []string{v.Field(ctx, c.Field), Operator(ctx, f.Kind, c.Operator)}
	if !c.Operator.Bare() {
		parts = append(parts, v.Values(ctx, c.Field, c.Value))
	}
	return strings.Join(parts, " ")
}

// Conditions says a set in one sentence.
func (v Words) Conditions(ctx context.Context, s condition.Set) string {
	var all, some []string
	for _, c := range s.All {
		all = append(all, v.Condition(ctx, c))
	}
	for _, c := range s.Any {
		some = append(some, v.Condition(ctx, c))
	}
	if len(some) > 0 {
		all = append(all, i18n.T(ctx, "condition.oneof", "List", strings.Join(some, "; ")))
	}
	return strings.Join(all, "; ")
}
