package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Field is an input with its label, a hint and what is wrong with it. Its id is "f-" and its name.
type Field struct {
	Name         string
	Label        string
	Hint         string // one sentence under the label; may be empty
	Value        string
	Error        string // may be empty
	Type         string // of an input: "" is text
	Placeholder  string
	Autocomplete string // WHATWG HTML token: "username", "current-password", "off"
	Optional     bool   // shown as such; anything else is required
	Autofocus    bool
	More         []g.Node // further attributes of the input
}

// Ask makes a Field that keeps what was typed in f and shows what f holds against it.
func Ask(f *web.Form, name, label string) Field {
	return Field{Name: name, Label: label, Value: f.Values.Get(name), Error: f.Error(name)}
}

// Choice is one option of a Select.
type Choice struct{ Value, Label string }

// Input is a field of one line.
func Input(ctx context.Context, f Field) g.Node {
	kind := f.Type
	if kind == "" {
		kind = "text"
	}
	return around(ctx, f, h.Input(f.attrs(), h.Type(kind), h.Value(f.Value)))
}

// Textarea is a field of several lines; it grows with its text.
func Textarea(ctx context.Context, f Field) g.Node {
	return around(ctx, f, h.Textarea(f.attrs(), g.Text(f.Value)))
}

// Select is a field with given choices.
func Select(ctx context.Context, f Field, choices ...Choice) g.Node {
	return around(ctx, f, h.Select(f.attrs(), options(f.Value, choices)))
}

// Checkbox is a tick with its label beside it; its value is "on".
func Checkbox(_ context.Context, f Field) g.Node {
	return h.Div(h.Class("field"), h.Div(h.Class("check"),
		h.Input(h.Type("checkbox"), h.ID(f.id()), h.Name(f.Name), g.If(f.Value != "", h.Checked()), f.describedBy(), g.Group(f.More)),
		h.Label(h.For(f.id()), g.Text(f.Label)),
		f.hint(), f.wrong(),
	))
}

// FormError shows what is wrong with a form as a whole, nothing if nothing is.
func FormError(f *web.Form) g.Node {
	if f.Error("") == "" {
		return nil
	}
	return h.Div(h.Class("form-error"), g.Attr("role", "alert"), Icon("circle-alert"), h.P(g.Text(f.Error(""))))
}

func options(value string, choices []Choice) g.Node {
	return g.Map(choices, func(c Choice) g.Node {
		return h.Option(h.Value(c.Value), g.If(c.Value == value, h.Selected()), g.Text(c.Label))
	})
}

func around(ctx context.Context, f Field, input g.Node) g.Node {
	return h.Div(h.Class("field"),
		h.Label(h.For(f.id()), g.Text(f.Label),
			g.If(f.Optional, h.Span(h.Class("optional"), g.Text(" "+i18n.T(ctx, "form.optional"))))),
		f.hint(), input, f.wrong())
}

func (f Field) id() string { return "f-" + f.Name }

func (f Field) attrs() g.Node {
	return g.Group{
		h.Class("input"), h.ID(f.id()), h.Name(f.Name),
		g.If(!f.Optional, h.Required()),
		g.If(f.Placeholder != "", h.Placeholder(f.Placeholder)),
		g.If(f.Autocomplete != "", h.AutoComplete(f.Autocomplete)),
		g.If(f.Autofocus, h.AutoFocus()),
		g.If(f.Error != "", g.Attr("aria-invalid", "true")),
		f.describedBy(), g.Group(f.More),
	}
}

// describedBy lets a screen reader say hint and error with the field (WCAG 3.3.1).
func (f Field) describedBy() g.Node {
	ids := ""
	if f.Hint != "" {
		ids = f.id() + "-hint"
	}
	if f.Error != "" {
		ids = f.id() + "-error " + ids
	}
	return g.If(ids != "", g.Attr("aria-describedby", ids))
}

func (f Field) hint() g.Node {
	return g.If(f.Hint != "", h.P(h.Class("hint"), h.ID(f.id()+"-hint"), g.Text(f.Hint)))
}

func (f Field) wrong() g.Node {
	return g.If(f.Error != "", h.P(h.Class("error"), h.ID(f.id()+"-error"), Icon("circle-alert"), g.Text(f.Error)))
}
