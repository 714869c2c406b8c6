package ticketui

import (
	"context"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// customInput asks for a custom field.
func (s *sight) customInput(ctx context.Context, f ticket.AskedField) g.Node {
	name, values := customField+f.Key, s.Ticket.Fields[f.Key]
	before := page.Hidden(was+name, strings.Join(values, "\n"))
	wrong := ""
	if s.edit != nil && s.edit.Values.Has(was+name) {
		values, wrong = s.edit.All(name), s.edit.Error(name)
	}
	field := page.Field{Name: name, Label: f.Title, Value: strings.Join(values, ", "), Error: wrong, Optional: true}
	if f.Solve && len(values) == 0 {
		field.Hint = i18n.T(ctx, "field.to_solve")
	}
	if f.Help != "" {
		field.More = append(field.More, h.Title(f.Help))
	}
	switch f.Kind {
	case ticket.CheckField:
		return g.Group{page.Checkbox(ctx, field), before}
	case ticket.SelectField:
		return g.Group{page.Select(ctx, field, fieldChoices(ctx, f.Field, values)...), before}
	case ticket.MultiField:
		return g.Group{manySelect(field, f.Field, values), before}
	case ticket.DateField:
		field.Type = "date"
	case ticket.NumberField:
		field.More = append(field.More, g.Attr("inputmode", "decimal"))
	}
	return g.Group{page.Input(ctx, field), before}
}

// fieldChoices keeps a value that is no option any more.
func fieldChoices(ctx context.Context, f ticket.Field, values []string) []page.Choice {
	out := []page.Choice{{Label: i18n.T(ctx, "field.unset")}}
	for _, o := range f.Options {
		out = append(out, page.Choice{Value: o.Value, Label: o.Title})
	}
	for _, v := range values {
		if !slices.ContainsFunc(out, func(c page.Choice) bool { return c.Value == v }) {
			out = append(out, page.Choice{Value: v, Label: v})
		}
	}
	return out
}

// manySelect is a list of which several can be chosen.
func manySelect(field page.Field, f ticket.Field, values []string) g.Node {
	id := "f-" + field.Name
	return h.Div(h.Class("field"), h.Label(h.For(id), g.Text(field.Label)),
		h.Select(h.Class("input many"), h.ID(id), h.Name(field.Name), h.Multiple(), g.Group(field.More),
			g.If(field.Error != "", g.Group{g.Attr("aria-invalid", "true"), g.Attr("aria-describedby", id+"-error")}),
			g.Map(f.Options, func(o ticket.Option) g.Node {
				return h.Option(h.Value(o.Value), g.If(slices.Contains(values, o.Value), h.Selected()), g.Text(o.Title))
			})),
		g.If(field.Error != "", h.P(h.Class("error"), h.ID(id+"-error"), page.Icon("circle-alert"), g.Text(field.Error))))
}

// readCustom reads the custom fields that the sender changed. Of a tick or a list that is empty the browser
// sends nothing, so what was shown says which fields were asked for.
func readCustom(form *web.Form) map[string][]string {
	changed := map[string][]string{}
	for name := range form.Values {
		key, ok := strings.CutPrefix(name, was+customField)
		if !ok {
			continue
		}
		given := slices.DeleteFunc(slices.Clone(form.All(customField+key)), func(v string) bool { return v == "" })
		shown := strings.FieldsFunc(form.Text(name), func(r rune) bool { return r == '\n' })
		ticked := slices.Equal(given, []string{"on"}) && slices.Equal(shown, []string{"true"})
		if !ticked && !slices.Equal(given, shown) {
			changed[key] = given
		}
	}
	return changed
}
