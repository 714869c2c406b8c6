package portal

import (
	"context"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// answer draws the input of a form's question, and notes for the next try that it was asked.
func answer(ctx context.Context, f *web.Form, q ticket.OwnQuestion) g.Node {
	field := page.Ask(f, fieldName(q.Key), q.Title)
	field.Hint, field.Optional, field.Autocomplete = q.Help, !q.Required, "off"
	return g.Group{page.Hidden("asked", q.Key), input(ctx, f, field, q)}
}

func input(ctx context.Context, f *web.Form, field page.Field, q ticket.OwnQuestion) g.Node {
	switch q.Kind {
	case ticket.CheckField:
		return page.Checkbox(ctx, field)
	case ticket.DateField:
		field.Type = "date"
	case ticket.NumberField:
		field.More = []g.Node{g.Attr("inputmode", "decimal")}
	case ticket.SelectField:
		choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "portal.question.choose")}}
		for _, o := range q.Options {
			choices = append(choices, page.Choice{Value: o.Value, Label: o.Title})
		}
		return page.Select(ctx, field, choices...)
	case ticket.MultiField:
		options := make([]page.Option, len(q.Options))
		for i, o := range q.Options {
			options[i] = page.Option{Value: o.Value, Label: o.Title}
		}
		return page.Ticks(field, f.All(field.Name), options...)
	}
	return page.Input(ctx, field)
}
