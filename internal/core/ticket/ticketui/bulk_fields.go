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

// cleared is the choice that empties a custom field on every ticket; no option has this value.
const cleared = "-"

// bulkFields ask for custom fields; an empty answer leaves a field as it is.
func (s *sight) bulkFields(ctx context.Context, form *web.Form) g.Node {
	var inputs []g.Node
	open := false
	for _, f := range s.defined {
		if f.Retired {
			continue
		}
		inputs = append(inputs, bulkField(ctx, form, f))
		open = open || form.Get(customField+f.Key) != "" || form.Error(customField+f.Key) != ""
	}
	if len(inputs) == 0 {
		return nil
	}
	return h.Details(h.Class("fold"), g.If(open, g.Attr("open", "")), h.Summary(g.Text(i18n.T(ctx, "bulk.fields"))), h.Div(h.Class("stack"), g.Group(inputs)))
}

func bulkField(ctx context.Context, form *web.Form, f ticket.Field) g.Node {
	field := page.Ask(form, customField+f.Key, f.Title)
	field.Optional, field.Autocomplete = true, "off"
	choices := []page.Choice{{Label: i18n.T(ctx, "bulk.keep")}, {Value: cleared, Label: i18n.T(ctx, "field.unset")}}
	switch f.Kind {
	case ticket.CheckField:
		choices[1].Label = i18n.T(ctx, "bulk.no")
		return page.Select(ctx, field, append(choices, page.Choice{Value: "true", Label: i18n.T(ctx, "bulk.yes")})...)
	case ticket.SelectField:
		for _, o := range f.Options {
			choices = append(choices, page.Choice{Value: o.Value, Label: o.Title})
		}
		return page.Select(ctx, field, choices...)
	case ticket.MultiField:
		return manySelect(field, f, form.All(field.Name))
	case ticket.DateField:
		field.Type = "date"
	case ticket.NumberField:
		field.More = append(field.More, g.Attr("inputmode", "decimal"))
	}
	return page.Input(ctx, field)
}

// readBulkFields reads the custom fields that somebody filled in.
func readBulkFields(form *web.Form) map[string][]string {
	set := map[string][]string{}
	for name := range form.Values {
		key, custom := strings.CutPrefix(name, customField)
		values := slices.DeleteFunc(slices.Clone(form.All(name)), func(v string) bool { return v == "" })
		if !custom || len(values) == 0 {
			continue
		}
		if slices.Contains(values, cleared) {
			values = nil
		}
		set[key] = values
	}
	return set
}
