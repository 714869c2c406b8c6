package rulesui

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

func (v words) actionField(ctx context.Context, name string) string {
	f, _ := rules.ActionFieldOf(name)
	if f.Sort == rules.SetField && f.Sets == name && strings.HasPrefix(name, condition.CustomField("")) {
		return v.Field(ctx, name)
	}
	return i18n.T(ctx, "rule.action."+name)
}

// action says one action; of texts only how they begin.
func (v words) action(ctx context.Context, a rules.Action) string {
	f, _ := rules.ActionFieldOf(a.Field)
	said := strings.Join(a.Value, ", ")
	switch f.Sort {
	case rules.SetField:
		said = v.Values(ctx, f.Sets, a.Value)
	case rules.SetPerson:
		said = v.person(ctx, a.Value[0])
	case rules.SendMail:
		said = v.recipient(ctx, a) + ": " + beginning(a.Value[1])
	case rules.SetFlag:
		said = conditionui.Flag(ctx, a.Value[0])
	case rules.WriteComment, rules.SetText:
		said = beginning(said)
	}
	return v.actionField(ctx, a.Field) + ": " + said
}

func (v words) person(ctx context.Context, value string) string {
	return v.Value(ctx, "requester_id", value)
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
	return v.Field(ctx, e.Field) + ": " + v.Values(ctx, e.Field, e.From) + " → " + v.Values(ctx, e.Field, e.To)
}

// beginning is enough of a text to know it by.
func beginning(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= 60 {
		return string(runes)
	}
	return string(runes[:60]) + "…"
}
