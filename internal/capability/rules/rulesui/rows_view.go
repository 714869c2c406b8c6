package rulesui

import (
	"context"
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// rows draw the conditions and actions of a form.
type rows struct {
	words
	form *web.Form
	use  condition.Use
	acts rules.Use
}

// conditions is the card of one block.
func (e rows) conditions(ctx context.Context, block string) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "rule.fieldcolumn")}, {Label: i18n.T(ctx, "rule.operatorcolumn")},
		{Label: i18n.T(ctx, "rule.valuecolumn")}, {Label: i18n.T(ctx, "rule.change")}}
	var list [][]g.Node
	for i := range count(e.form, block) {
		list = append(list, e.condition(ctx, block, i))
	}
	title := i18n.T(ctx, "rule.block."+block)
	var choices []page.Choice
	for _, f := range condition.Fields(e.use) {
		choices = append(choices, page.Choice{Value: f.Name, Label: e.Field(ctx, f.Name)})
	}
	for _, d := range e.Custom {
		choices = append(choices, page.Choice{Value: d.Name, Label: e.Field(ctx, d.Name)})
	}
	var problem g.Node
	if block == allRows {
		problem = wrong(e.form, "conditions")
	}
	return page.Card(title, i18n.T(ctx, "rule.blockabout."+block), page.Hidden(block, strconv.Itoa(len(list))), problem, table(title, columns, list),
		e.adder(ctx, block, choices))
}

func table(title string, columns []page.Column, list [][]g.Node) g.Node {
	if len(list) == 0 {
		return nil
	}
	return page.Table(title, columns, list...)
}

// adder chooses what the next row is about.
func (e rows) adder(ctx context.Context, block string, choices []page.Choice) g.Node {
	f := page.Field{Name: "new-" + block, Label: i18n.T(ctx, "rule.choose."+block), Optional: true}
	return h.Div(h.Class("filters"), page.BareSelect(f, append([]page.Choice{{Value: "", Label: i18n.T(ctx, "rule.choose."+block)}}, choices...)...),
		press(page.Small, "add-"+block, i18n.T(ctx, "rule.add")))
}

func (e rows) condition(ctx context.Context, block string, i int) []g.Node {
	name := e.form.Get(cell(block, i, "field"))
	f, _ := condition.FieldOf(name)
	var choices []page.Choice
	for _, op := range f.Operators(e.use) {
		choices = append(choices, page.Choice{Value: string(op), Label: conditionui.Operator(ctx, f.Kind, op)})
	}
	label := e.Field(ctx, name)
	op := page.Ask(e.form, cell(block, i, "operator"), label+": "+i18n.T(ctx, "rule.operatorcolumn"))
	return []g.Node{g.Group{page.Hidden(cell(block, i, "field"), name), h.B(g.Text(label)), wrong(e.form, cell(block, i, "field")),
		wrong(e.form, condition.Place(block, i))},
		page.BareSelect(op, choices...), e.operand(ctx, f, cell(block, i, "value"), label), drop(ctx, block, i, label)}
}

func drop(ctx context.Context, block string, i int, label string) g.Node {
	return page.Button(page.Small, i18n.T(ctx, "rule.drop"), h.Name("do"), h.Value(fmt.Sprint("drop-", block, "-", i)), g.Attr("formnovalidate"),
		g.Attr("aria-label", i18n.T(ctx, "rule.dropnamed", "Label", label)))
}

// operand is what a condition compares with: a choice where there is one.
func (e rows) operand(ctx context.Context, f condition.Field, name, label string) g.Node {
	field := page.Ask(e.form, name, label+": "+i18n.T(ctx, "rule.valuecolumn"))
	field.Optional, field.Autocomplete = true, "off"
	choices := e.Offer(ctx, f)
	if values := e.form.All(name); choices != nil && len(values) <= 1 {
		return page.BareSelect(field, known(choices, field.Value)...)
	} else if choices != nil {
		return several(field, values, choices)
	}
	switch {
	case f.Kind == condition.Since || f.Kind == condition.Until:
		field.Placeholder, field.More = "4", []g.Node{g.Attr("size", "6"), g.Attr("inputmode", "decimal")}
	case f.Kind == condition.Day:
		field.Placeholder, field.More = "2026-11-30", []g.Node{g.Attr("size", "10")}
	case f.Kind == condition.Number:
		field.Placeholder, field.More = "120000", []g.Node{g.Attr("size", "10"), g.Attr("inputmode", "numeric")}
	case f.Kind == condition.Ref:
		field.Placeholder, field.Value = i18n.T(ctx, "condition.example."+f.Ref), e.naming(field.Value, f)
	case len(e.form.All(name)) > 1: // tags and words stand in one line
		field.Value = joined(e.form.All(name))
	}
	return page.Bare(field)
}

// naming shows a person or an organization by name and number.
func (e rows) naming(value string, f condition.Field) string {
	if title := e.Title(f.Name, value); title != value {
		return "#" + value
	}
	return value
}

func joined(values []string) (line string) {
	for i, v := range values {
		if i > 0 {
			line += " "
		}
		line += v
	}
	return line
}

// known adds a value that is no choice any more, so that looking at a rule does not change it.
func known(choices []page.Choice, value string) []page.Choice {
	for _, c := range choices {
		if c.Value == value {
			return choices
		}
	}
	if value == "" {
		return choices
	}
	return append(choices, page.Choice{Value: value, Label: value})
}

// several is a select of more than one.
func several(f page.Field, values []string, choices []page.Choice) g.Node {
	chosen := map[string]bool{}
	for _, v := range values {
		chosen[v] = true
	}
	return h.Div(h.Class("field"), h.Select(h.Class("input"), h.ID("f-"+f.Name), h.Name(f.Name), h.Multiple(), g.Attr("size", "4"),
		g.Attr("aria-label", f.Label),
		invalid(f), g.Map(choices, func(c page.Choice) g.Node {
			return h.Option(h.Value(c.Value), g.If(chosen[c.Value], h.Selected()), g.Text(c.Label))
		})), why(f))
}

// invalid marks an input that page has no shape for, and why says under it what is wrong (WCAG 3.3.1).
func invalid(f page.Field) g.Node {
	return g.If(f.Error != "", g.Group{g.Attr("aria-invalid", "true"), g.Attr("aria-describedby", "f-"+f.Name+"-error")})
}

func why(f page.Field) g.Node {
	return g.If(f.Error != "", h.P(h.Class("error"), h.ID("f-"+f.Name+"-error"), page.Icon("circle-alert"), g.Text(f.Error)))
}
