package rulesui

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// field is what people call a field of conditions.
func (v words) field(ctx context.Context, name string) string {
	if i := slices.IndexFunc(v.Custom, func(d condition.CustomDefinition) bool { return d.Name == name }); i >= 0 {
		if strings.HasPrefix(name, condition.OrganizationField("")) {
			return i18n.T(ctx, "rule.organizationfield", "Title", v.Custom[i].Title)
		}
		return v.Custom[i].Title
	}
	if _, known := condition.FieldOf(name); !known || strings.HasPrefix(name, condition.CustomField("")) || strings.HasPrefix(name, condition.OrganizationField("")) {
		return name
	}
	return i18n.T(ctx, "rule.field."+name)
}

func operator(ctx context.Context, op condition.Operator) string {
	return i18n.T(ctx, "rule.operator."+string(op))
}

// standIns are words for people by their part in a ticket.
var standIns = []string{"current_user", "current_groups", "requester_id", "assignee_id", "all_agents", "requester_and_ccs", "group_id"}

// value is what people call a value of a field.
func (v words) value(ctx context.Context, name, value string) string {
	f, _ := condition.FieldOf(name)
	switch {
	case value == "":
		return i18n.T(ctx, "rule.nothing")
	case slices.Contains(standIns, value):
		return i18n.T(ctx, "rule.who."+value)
	case f.Kind == condition.Flag, name == "comment_is_public":
		return i18n.T(ctx, "rule.flag."+value)
	case f.Words != nil && f.Name != "severity":
		return i18n.T(ctx, "rule.word."+spelled(value))
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

func (v words) values(ctx context.Context, name string, list []string) string {
	if len(list) == 0 {
		return i18n.T(ctx, "rule.nothing")
	}
	out := make([]string, len(list))
	for i, value := range list {
		out[i] = v.value(ctx, name, value)
	}
	return strings.Join(out, ", ")
}

// condition says one condition.
func (v words) condition(ctx context.Context, c condition.Condition) string {
	if slices.Equal(c.Value, []string{""}) && (c.Operator == condition.Is || c.Operator == condition.IsNot) { // “is nothing” is no way to speak
		c.Operator, c.Value = map[condition.Operator]condition.Operator{condition.Is: condition.NotPresent, condition.IsNot: condition.Present}[c.Operator], nil
	}
	parts := []string{v.field(ctx, c.Field), operator(ctx, c.Operator)}
	if !c.Operator.Bare() {
		parts = append(parts, v.values(ctx, c.Field, c.Value))
	}
	return strings.Join(parts, " ")
}

// conditions says a set in one sentence.
func (v words) conditions(ctx context.Context, s condition.Set) string {
	var all, some []string
	for _, c := range s.All {
		all = append(all, v.condition(ctx, c))
	}
	for _, c := range s.Any {
		some = append(some, v.condition(ctx, c))
	}
	if len(some) > 0 {
		all = append(all, i18n.T(ctx, "rule.oneof", "List", strings.Join(some, "; ")))
	}
	return strings.Join(all, "; ")
}

func (v words) actionField(ctx context.Context, name string) string {
	f, _ := rules.ActionFieldOf(name)
	if f.Sort == rules.SetField && f.Sets == name && strings.HasPrefix(name, condition.CustomField("")) {
		return v.field(ctx, name)
	}
	return i18n.T(ctx, "rule.action."+name)
}

// action says one action; of texts only how they begin.
func (v words) action(ctx context.Context, a rules.Action) string {
	f, _ := rules.ActionFieldOf(a.Field)
	said := strings.Join(a.Value, ", ")
	switch f.Sort {
	case rules.SetField:
		said = v.values(ctx, f.Sets, a.Value)
	case rules.SetPerson:
		said = v.person(ctx, a.Value[0])
	case rules.SendMail:
		said = v.recipient(ctx, a) + ": " + beginning(a.Value[1])
	case rules.SetFlag:
		said = i18n.T(ctx, "rule.flag."+a.Value[0])
	case rules.WriteComment, rules.SetText:
		said = beginning(said)
	}
	return v.actionField(ctx, a.Field) + ": " + said
}

func (v words) person(ctx context.Context, value string) string {
	return v.value(ctx, "requester_id", value)
}

func (v words) recipient(ctx context.Context, a rules.Action) string {
	if a.Field == "notification_group" && a.Value[0] != "group_id" {
		return v.Title("group_id", a.Value[0])
	}
	return v.person(ctx, a.Value[0])
}

func (v words) actions(ctx context.Context, list []rules.Action) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = v.action(ctx, a)
	}
	return strings.Join(out, "; ")
}

// effect says what became of a field.
func (v words) effect(ctx context.Context, e rules.Effect) string {
	return v.field(ctx, e.Field) + ": " + v.values(ctx, e.Field, e.From) + " → " + v.values(ctx, e.Field, e.To)
}

// beginning is enough of a text to know it by.
func beginning(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= 60 {
		return string(runes)
	}
	return string(runes[:60]) + "…"
}
