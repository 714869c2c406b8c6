package slaui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// showEditor draws the form and, below it, when sample tickets would be due. Whoever may only look sees the same,
// without buttons.
func (u *UI) showEditor(w http.ResponseWriter, r *http.Request, f *web.Form, words conditionui.Words) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	title, action := i18n.T(ctx, "sla.newpolicy"), list
	var drop g.Node
	if id, err := web.PathID(r); err == nil {
		title, action = f.Get("title"), path(id)
		drop = page.PostButton(page.Danger, path(id)+"/delete", i18n.T(ctx, "sla.delete"), nil)
	}
	samples, err := u.samples(ctx, f, words)
	if err != nil {
		return err
	}
	buttons := page.FormEnd(act(page.Primary, "save", i18n.T(ctx, "sla.save")), act(page.Secondary, "look", i18n.T(ctx, "sla.look")),
		page.LinkButton(page.Quiet, list, i18n.T(ctx, "sla.cancel")))
	if access.Check(ctx, access.ManageSettings) != nil {
		buttons, drop = nil, nil
	}
	form := page.Form(action, h.ID("policy"), g.Attr("hx-post", action), g.Attr("hx-trigger", "change delay:300ms"), g.Attr("hx-vals", `{"do":"look"}`),
		g.Attr("hx-select", "#samples"), g.Attr("hx-target", "#samples"), g.Attr("hx-swap", "outerHTML"),
		// Enter presses the first button of a form; that must be the one that saves.
		h.Button(h.Class("vh"), h.Type("submit"), h.Name("do"), h.Value("save"), h.TabIndex("-1"), g.Attr("aria-hidden", "true")),
		page.FormError(f), page.Hidden("version", f.Get("version")),
		about(ctx, f), filterCard(ctx, f, words), targetCard(ctx, f), u.sampleCard(ctx, f, samples), buttons)
	return u.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "sla.editabout")), page.Content(h.Div(h.Class("stack"), form, drop)))
}

// act is a button of the form. Only saving asks for all fields.
func act(look page.Look, do, label string) g.Node {
	return page.Button(look, label, h.Name("do"), h.Value(do), g.If(do != "save", g.Attr("formnovalidate")))
}

func about(ctx context.Context, f *web.Form) g.Node {
	title, description := page.Ask(f, "title", i18n.T(ctx, "sla.titlefield")), page.Ask(f, "description", i18n.T(ctx, "sla.abouttext"))
	title.Autocomplete, description.Optional = "off", true
	description.Hint = i18n.T(ctx, "sla.abouthint")
	active := page.Ask(f, "active", i18n.T(ctx, "sla.active"))
	active.Hint = i18n.T(ctx, "sla.activehint")
	warn := page.Ask(f, "warn", i18n.T(ctx, "sla.warn"))
	warn.Optional, warn.Autocomplete, warn.Hint = true, "off", i18n.T(ctx, "sla.warnhint")
	return page.Card("", "", page.Input(ctx, title), page.Input(ctx, description), page.Input(ctx, warn), page.Checkbox(ctx, active))
}

// filterCard has the conditions of both blocks and an empty row in each.
func filterCard(ctx context.Context, f *web.Form, words conditionui.Words) g.Node {
	nodes := g.Group{}
	for _, block := range blocks {
		n := rows(f, block)
		columns := []page.Column{{Label: i18n.T(ctx, "sla.col.field")}, {Label: i18n.T(ctx, "sla.col.operator")}, {Label: i18n.T(ctx, "sla.col.value")}}
		var cells [][]g.Node
		for i := range n + 1 {
			cells = append(cells, conditionRow(ctx, f, condition.Place(block, i), words))
		}
		title := i18n.T(ctx, "sla.block."+block)
		nodes = append(nodes, h.H3(g.Text(title)), page.Hidden(block, strconv.Itoa(n+1)), page.Table(title, columns, cells...),
			h.Div(act(page.Small, "add-"+block, i18n.T(ctx, "sla.addcondition"))))
	}
	return page.Card(i18n.T(ctx, "sla.filter"), i18n.T(ctx, "sla.filterabout"), g.If(f.Error("conditions") != "", wrong(f.Error("conditions"))), nodes)
}

func wrong(sentence string) g.Node {
	return h.Div(h.Class("form-error"), g.Attr("role", "alert"), page.Icon("circle-alert"), h.P(g.Text(sentence)))
}

func conditionRow(ctx context.Context, f *web.Form, place string, words conditionui.Words) []g.Node {
	none := page.Choice{Value: "", Label: "–"}
	fields, operators := []page.Choice{none}, []page.Choice{}
	for _, of := range condition.Fields(condition.ForPolicy) {
		fields = append(fields, page.Choice{Value: of.Name, Label: words.Field(ctx, of.Name)})
	}
	for _, d := range words.Custom {
		fields = append(fields, page.Choice{Value: d.Name, Label: words.Field(ctx, d.Name)})
	}
	for _, o := range operatorsFor() {
		operators = append(operators, page.Choice{Value: string(o), Label: conditionui.Operator(ctx, 0, o)})
	}
	ask := func(part, label string) page.Field {
		field := page.Ask(f, place+"."+part, i18n.T(ctx, label))
		field.Optional = true
		if field.Error == "" && part == "field" {
			field.Error = f.Error(place)
		}
		return field
	}
	value := ask("value", "sla.col.value")
	value.Autocomplete = "off"
	return []g.Node{page.BareSelect(ask("field", "sla.col.field"), fields...),
		page.BareSelect(ask("operator", "sla.col.operator"), operators...), page.Bare(value)}
}

// operatorsFor lists the operators that some field of a policy takes, each once.
func operatorsFor() (all []condition.Operator) {
	seen := map[condition.Operator]bool{}
	for _, of := range append(condition.Fields(condition.ForPolicy), condition.Field{Kind: condition.Custom}) {
		for _, o := range of.Operators(condition.ForPolicy) {
			if !seen[o] {
				seen[o] = true
				all = append(all, o)
			}
		}
	}
	return all
}

// targetCard has a row for each metric and a column for each priority.
func targetCard(ctx context.Context, f *web.Form) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "sla.metriccol")}}
	for _, p := range sla.Prioritised() {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "sla.priority."+p)})
	}
	columns = append(columns, page.Column{Label: i18n.T(ctx, "sla.contract")})
	var cells [][]g.Node
	for _, m := range clock.Metrics() {
		row := []g.Node{h.Span(h.Title(i18n.T(ctx, "sla.about."+string(m))), g.Text(metric(ctx, m)))}
		for _, p := range sla.Prioritised() {
			field := page.Ask(f, sla.TargetField(p, m), metric(ctx, m)+", "+i18n.T(ctx, "sla.priority."+p))
			field.Optional, field.Autocomplete, field.More = true, "off", []g.Node{g.Attr("size", "11")}
			row = append(row, page.Bare(field))
		}
		name := "contract." + string(m)
		cells = append(cells, append(row, h.Input(h.Type("checkbox"), h.Name(name), g.If(f.Get(name) != "", h.Checked()),
			g.Attr("aria-label", i18n.T(ctx, "sla.contractof", "What", metric(ctx, m))))))
	}
	title := i18n.T(ctx, "sla.targets")
	return page.Card(title, i18n.T(ctx, "sla.targetsabout"), g.If(f.Error("targets") != "", wrong(f.Error("targets"))), page.Table(title, columns, cells...))
}
