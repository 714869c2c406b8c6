package rulesui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// editor draws a rule as it is being written, with its trial under it.
func (u *UI) editor(w http.ResponseWriter, r *http.Request, d draft) error {
	ctx := r.Context()
	stored, err := u.typedRule(ctx, draft{kind: d.kind, rule: d.rule, form: &web.Form{Values: d.form.Values}}) // to know whom it names
	if err != nil {
		return err
	}
	known, err := u.Rules.Vocabulary(ctx, d.rule, stored)
	if err != nil {
		return err
	}
	e := rows{words: words{conditionui.Words{Vocabulary: known}}, form: d.form, use: condition.ForTrigger, acts: rules.InRules}
	if d.kind == rules.Automation {
		e.use = condition.ForAutomation
	}
	title, action := i18n.T(ctx, "rule.new."+string(d.kind)), listPath(d.kind)
	var remove g.Node
	if d.rule.ID != 0 {
		title, action = d.rule.Title, rulePath(d.rule)
		remove = page.Card(i18n.T(ctx, "rule.delete"), i18n.T(ctx, "rule.deleteabout"),
			page.PostButton(page.Danger, action+"/delete", i18n.T(ctx, "rule.delete"), nil))
	}
	manage := access.Check(ctx, access.ManageSettings) == nil
	body := page.Form(action, h.ID("rule"), defaultButton(), page.FormError(d.form), about(ctx, d), e.conditions(ctx, allRows), e.conditions(ctx, anyRows),
		e.actions(ctx), g.If(manage, u.ends(ctx, d)))
	if !manage {
		remove = nil
	}
	return u.show(w, r, web.FormStatus(d.form), title, page.Head(title, i18n.T(ctx, "rule.about."+string(d.kind))),
		page.Content(body, u.trialCard(ctx, e.words, d.trial), remove))
}

// defaultButton is what Enter presses: the first button of a form, which must not be one that takes a row away.
func defaultButton() g.Node {
	return h.Button(h.Class("vh"), h.Type("submit"), h.Name("do"), h.Value("save"), h.TabIndex("-1"), g.Attr("aria-hidden", "true"))
}

// press is a button of the form. Only saving asks for all fields: rows can be added before the rule has a title.
func press(look page.Look, do, label string) g.Node {
	return page.Button(look, label, h.Name("do"), h.Value(do), g.If(do != "save", g.Attr("formnovalidate")))
}

func about(ctx context.Context, d draft) g.Node {
	title, why, active := page.Ask(d.form, "title", i18n.T(ctx, "rule.title")), page.Ask(d.form, "about", i18n.T(ctx, "rule.why")),
		page.Ask(d.form, "active", i18n.T(ctx, "rule.active"))
	title.Autocomplete, why.Optional, why.Hint = "off", true, i18n.T(ctx, "rule.whyhint")
	return page.Card("", "", page.Input(ctx, title), page.Input(ctx, why), page.Checkbox(ctx, active))
}

// ends are the buttons under the form, with what a warning asks for.
func (u *UI) ends(ctx context.Context, d draft) g.Node {
	days := page.Ask(d.form, "days", i18n.T(ctx, "rule.days"))
	if days.Value == "" {
		days.Value = "30"
	}
	var choices []page.Choice
	for _, n := range []int{1, 7, 30, 90} {
		choices = append(choices, page.Choice{Value: strconv.Itoa(n), Label: i18n.T(ctx, "rule.lastdays", "Count", n)})
	}
	anyway := page.Ask(d.form, "anyway", i18n.T(ctx, "rule.anyway"))
	return g.Group{wrong(d.form, "fight"), g.If(d.form.Error("fight") != "", page.Checkbox(ctx, anyway)),
		page.FormEnd(press(page.Primary, "save", i18n.T(ctx, "rule.save")), press(page.Secondary, "try", i18n.T(ctx, "rule.try")),
			page.BareSelect(days, choices...),
			page.LinkButton(page.Quiet, listPath(d.kind), i18n.T(ctx, "rule.cancel")))}
}

// wrong is what is wrong with a part of the form that has no field of its own.
func wrong(f *web.Form, name string) g.Node {
	if f.Error(name) == "" {
		return nil
	}
	return h.Div(h.Class("form-error"), g.Attr("role", "alert"), page.Icon("circle-alert"), h.P(g.Text(f.Error(name))))
}
