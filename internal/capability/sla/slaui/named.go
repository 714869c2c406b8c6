package slaui

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// words are the names that conditions of policies go by.
func (u *UI) words(ctx context.Context) (conditionui.Words, error) {
	v, err := u.Clocks.Words(ctx)
	return conditionui.Words{Vocabulary: v}, err
}

// valuesOf reads a line of names. A name may have commas itself: the whole line comes first, then what semicolons part.
func valuesOf(ctx context.Context, field, line string, words conditionui.Words) (all []string) {
	if line == "" {
		return nil
	}
	if value, ok := valueOf(ctx, field, line, words); ok {
		return []string{value}
	}
	parted := ","
	if strings.Contains(line, ";") {
		parted = ";"
	}
	for name := range strings.SplitSeq(line, parted) {
		if name = strings.TrimSpace(name); name != "" {
			value, _ := valueOf(ctx, field, name, words)
			all = append(all, value)
		}
	}
	return all
}

// valueOf finds the value that people call by a name, and gives the name where there is none.
func valueOf(ctx context.Context, field, name string, words conditionui.Words) (value string, known bool) {
	f, _ := condition.FieldOf(field)
	if strings.EqualFold(name, "none") || strings.EqualFold(name, words.Value(ctx, field, "")) {
		return "", true
	}
	for _, c := range words.Offer(ctx, f) {
		if strings.EqualFold(c.Label, name) {
			return c.Value, true
		}
	}
	choices := words.Choices[f.Ref]
	if i := slices.IndexFunc(choices, func(c condition.Choice) bool { return strings.EqualFold(c.Title, name) }); i >= 0 {
		return choices[i].Value, true
	}
	return name, false
}

// resolve finds the people and organizations that the words do not have yet.
func (u *UI) resolve(ctx context.Context, f *web.Form, s *condition.Set) error {
	for block, list := range map[string][]condition.Condition{"all": s.All, "any": s.Any} {
		at := 0
		for i := range rows(f, block) {
			place := condition.Place(block, i)
			if f.Get(place+".field") == "" {
				continue
			}
			if err := u.resolveRow(ctx, f, place+".value", &list[at]); err != nil {
				return err
			}
			at++
		}
	}
	return nil
}

// resolveRow takes a line with commas for one name first: organizations have such.
func (u *UI) resolveRow(ctx context.Context, f *web.Form, place string, c *condition.Condition) error {
	if field, _ := condition.FieldOf(c.Field); field.Ref == "organization" && len(c.Value) > 1 && u.Find.Organization != nil {
		id, found, err := u.Find.Organization(ctx, f.Get(place))
		if err != nil {
			return err
		}
		if found {
			c.Value = []string{itoa(id)}
		}
	}
	return u.Find.Resolve(ctx, f, place, c)
}
