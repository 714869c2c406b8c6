package rulesui

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// actions is the card of what a rule or macro does.
func (e rows) actions(ctx context.Context) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "rule.actioncolumn")}, {Label: i18n.T(ctx, "rule.valuecolumn")}, {Label: i18n.T(ctx, "rule.change")}}
	var list [][]g.Node
	for i := range count(e.form, actionRows) {
		list = append(list, e.actionRow(ctx, i))
	}
	var choices []page.Choice
	for _, f := range rules.ActionFields(e.acts) {
		if f.Name != "comment_value" { // a macro has its words in a field of their own
			choices = append(choices, page.Choice{Value: f.Name, Label: e.actionField(ctx, f.Name)})
		}
	}
	for _, d := range e.Custom {
		if f, ok := rules.ActionFieldOf(d.Name); ok {
			choices = append(choices, page.Choice{Value: f.Name, Label: e.Field(ctx, d.Name)})
		}
	}
	title := i18n.T(ctx, "rule.block.actions")
	return page.Card(title, i18n.T(ctx, "rule.blockabout.actions"), page.Hidden(actionRows, strconv.Itoa(len(list))),
		wrong(e.form, "actions"), table(title, columns, list),
		e.adder(ctx, actionRows, choices), placeholders(ctx))
}

func (e rows) actionRow(ctx context.Context, i int) []g.Node {
	name := e.form.Get(cell(actionRows, i, "field"))
	label := e.actionField(ctx, name)
	return []g.Node{g.Group{page.Hidden(cell(actionRows, i, "field"), name), h.B(g.Text(label)), wrong(e.form, cell(actionRows, i, "field"))},
		e.argument(ctx, name, i, label), drop(ctx, actionRows, i, label)}
}

// argument is what an action sets, in the shape its sort takes.
func (e rows) argument(ctx context.Context, name string, i int, label string) g.Node {
	place := cell(actionRows, i, "value")
	field := page.Ask(e.form, place, label)
	field.Optional, field.Autocomplete = true, "off"
	f, _ := rules.ActionFieldOf(name)
	switch f.Sort {
	case rules.SetField:
		sets, _ := condition.FieldOf(f.Sets)
		return e.operand(ctx, sets, place, label)
	case rules.SetPerson:
		return page.BareSelect(field, known(e.people(ctx, "current_user", "assignee_id", "requester_id"), field.Value)...)
	case rules.SendMail:
		return e.letter(ctx, name, i, label)
	case rules.WriteComment:
		return text(field)
	case rules.SetFlag:
		return page.BareSelect(field, page.Choice{Value: "true", Label: conditionui.Flag(ctx, "true")},
			page.Choice{Value: "false", Label: conditionui.Flag(ctx, "false")})
	case rules.SetTags:
		field.Value = joined(e.form.All(place))
	}
	return page.Bare(field)
}

// people are the words for people of the ticket, and the staff.
func (e rows) people(ctx context.Context, standIns ...string) []page.Choice {
	var out []page.Choice
	for _, s := range standIns {
		out = append(out, page.Choice{Value: s, Label: conditionui.StandIn(ctx, s)})
	}
	for _, c := range e.Choices["staff"] {
		out = append(out, page.Choice{Value: c.Value, Label: c.Title})
	}
	return out
}

// letter is a mail: to whom, its subject, its text.
func (e rows) letter(ctx context.Context, name string, i int, label string) g.Node {
	to := page.Ask(e.form, cell(actionRows, i, "value.recipient"), label+": "+i18n.T(ctx, "rule.recipient"))
	subject := page.Ask(e.form, cell(actionRows, i, "value.subject"), i18n.T(ctx, "rule.subject"))
	body := page.Ask(e.form, cell(actionRows, i, "value.body"), i18n.T(ctx, "rule.text"))
	choices := e.people(ctx, "requester_id", "assignee_id", "current_user", "requester_and_ccs", "all_agents")
	if name == "notification_group" {
		choices = []page.Choice{{Value: "group_id", Label: conditionui.StandIn(ctx, "group_id")}}
		for _, c := range e.Choices["group"] {
			choices = append(choices, page.Choice{Value: c.Value, Label: c.Title})
		}
	}
	subject.Optional, subject.Placeholder, subject.Autocomplete, body.Optional = true, i18n.T(ctx, "rule.subject"), "off", true
	return h.Div(h.Class("stack"), page.BareSelect(to, known(choices, to.Value)...), page.Bare(subject), text(body))
}

// text is a field of several lines in a table.
func text(f page.Field) g.Node {
	return h.Div(h.Class("field"), h.Textarea(h.Class("input"), h.ID("f-"+f.Name), h.Name(f.Name), g.Attr("aria-label", f.Label), h.Rows("4"),
		invalid(f), g.Text(f.Value)), why(f))
}

// placeholders lists what texts may name.
func placeholders(ctx context.Context) g.Node {
	return page.Fold(i18n.T(ctx, "rule.placeholders"), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "rule.placeholdersabout"))),
		h.Ul(g.Map(rules.Placeholders(), func(name string) g.Node { return h.Li(h.Code(g.Text("{{" + name + "}}"))) })))
}
