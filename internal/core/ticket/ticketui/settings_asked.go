package ticketui

import (
	"context"
	"encoding/json"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The inputs of a field in the table of a form are named for its key.
const (
	askPart  = ".ask"
	whenPart = ".when"
	isPart   = ".is"
)

// ownWords keeps a condition that the table cannot show: it came from a file.
const ownWords = "*"

// simple reads a condition of the kind "another field has a value".
func simple(when json.RawMessage) (key, value string, ok bool) {
	set, err := condition.Parse(when)
	if err != nil || len(set.Any) > 0 || len(set.All) != 1 || set.All[0].Operator != condition.Is || len(set.All[0].Value) != 1 {
		return "", "", false
	}
	const prefix = len("custom_fields_")
	c := set.All[0]
	if len(c.Field) <= prefix || condition.CustomField(c.Field[prefix:]) != c.Field {
		return "", "", false
	}
	return c.Field[prefix:], c.Value[0], true
}

// writeAsked fills the inputs of a field that a form asks for.
func writeAsked(form *web.Form, asked ticket.FormField) {
	form.Values.Set(asked.Key+askPart, howAsked(asked))
	if len(asked.When) == 0 {
		return
	}
	key, value, ok := simple(asked.When)
	if !ok {
		key = ownWords
	}
	form.Values.Set(asked.Key+whenPart, key)
	form.Values.Set(asked.Key+isPart, value)
}

// howAsked is the choice that says of whom a form asks for a field, and when at the latest.
func howAsked(asked ticket.FormField) string {
	switch {
	case asked.Required && asked.Solve:
		return "both"
	case asked.Required:
		return "required"
	case asked.Solve:
		return "solve"
	}
	return "asked"
}

// readAsked reads which fields the form asks for, in the order of the fields.
func readAsked(form *web.Form, before ticket.Form, fields []ticket.Field) []ticket.FormField {
	asked := []ticket.FormField{}
	for _, f := range fields {
		how := form.Get(f.Key + askPart)
		if how == "" {
			continue
		}
		one := ticket.FormField{Key: f.Key, Required: how == "required" || how == "both", Solve: how == "solve" || how == "both"}
		switch on := form.Get(f.Key + whenPart); on {
		case "":
		case ownWords:
			if i := slices.IndexFunc(before.Fields, func(b ticket.FormField) bool { return b.Key == f.Key }); i >= 0 {
				one.When = before.Fields[i].When
			}
		default:
			set := condition.Set{All: []condition.Condition{{Field: condition.CustomField(on), Operator: condition.Is,
				Value: []string{form.Get(f.Key + isPart)}}}}
			one.When, _ = json.Marshal(set) // words always marshal
		}
		asked = append(asked, one)
	}
	return asked
}

func askedRow(ctx context.Context, form *web.Form, f ticket.Field, fields []ticket.Field) []g.Node {
	label := func(id string) string { return f.Title + ": " + i18n.T(ctx, "form_kind."+id) }
	input := func(part, id string) page.Field {
		return page.Field{Name: f.Key + part, Label: label(id), Value: form.Get(f.Key + part), Optional: true, Autocomplete: "off"}
	}
	when := []page.Choice{{Label: i18n.T(ctx, "form_kind.always")}}
	for _, other := range fields {
		if other.Key != f.Key && !other.Retired {
			when = append(when, page.Choice{Value: other.Key, Label: other.Title})
		}
	}
	if form.Get(f.Key+whenPart) == ownWords {
		when = append(when, page.Choice{Value: ownWords, Label: i18n.T(ctx, "form_kind.own_words")})
	}
	return []g.Node{
		h.Span(g.Text(f.Title), g.Text(" "), h.Code(g.Text(f.Key))),
		page.BareSelect(input(askPart, "asked"), page.Choice{Label: i18n.T(ctx, "form_kind.not_asked")},
			page.Choice{Value: "asked", Label: i18n.T(ctx, "form_kind.is_asked")},
			page.Choice{Value: "required", Label: i18n.T(ctx, "form_kind.is_required")}, page.Choice{Value: "solve", Label: i18n.T(ctx, "form_kind.to_solve")},
			page.Choice{Value: "both", Label: i18n.T(ctx, "form_kind.is_both")}),
		page.BareSelect(input(whenPart, "when"), when...),
		page.Bare(input(isPart, "is")),
	}
}
