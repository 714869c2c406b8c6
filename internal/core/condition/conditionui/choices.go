package conditionui

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Offer lists the values of a field by the names people know them by; nil where they are typed.
func (v Words) Offer(ctx context.Context, f condition.Field) []page.Choice {
	var out []page.Choice
	add := func(values ...string) {
		for _, value := range values {
			out = append(out, page.Choice{Value: value, Label: v.Value(ctx, f.Name, value)})
		}
	}
	switch {
	case f.Words != nil:
		add(f.Words...)
	case f.Kind == condition.Flag:
		add("true", "false")
	case f.Ref == "user" || f.Ref == "organization":
		return nil
	case f.Kind == condition.Ref:
		add(append([]string{""}, condition.StandIns(f.Name)...)...)
	case f.Kind == condition.Word && len(v.Choices[f.Ref]) > 0:
		add("")
	case f.Kind == condition.Custom:
		return v.options(f.Name)
	}
	for _, c := range v.Choices[f.Ref] {
		out = append(out, page.Choice{Value: c.Value, Label: c.Title})
	}
	return out
}

// options are those of a field the desk made; nil where it has none.
func (v Words) options(name string) []page.Choice {
	for _, d := range v.Custom {
		if d.Name != name || len(d.Choices) == 0 {
			continue
		}
		out := []page.Choice{{}}
		for _, c := range d.Choices {
			out = append(out, page.Choice{Value: c.Value, Label: c.Title})
		}
		return out
	}
	return nil
}
