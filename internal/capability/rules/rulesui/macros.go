package rulesui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func macroPath(id int64) string { return macrosPath + "/" + strconv.FormatInt(id, 10) }

// getMacros lists the macros with all that they do.
func (u *UI) getMacros(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	list, err := u.Rules.Macros(ctx)
	if err != nil {
		return err
	}
	title, add := i18n.T(ctx, "settings.macroactions.title"), page.LinkButton(page.Primary, macrosPath+"/new", i18n.T(ctx, "macros.new"))
	if len(list) == 0 {
		return u.show(w, r, http.StatusOK, title, page.Head(title, ""),
			page.Content(page.EmptyState("sparkles", i18n.T(ctx, "macros.none"), i18n.T(ctx, "macros.noneabout"), add)))
	}
	v, err := u.namesIn(ctx, list)
	if err != nil {
		return err
	}
	var rows [][]g.Node
	for _, m := range list {
		does := h.Small(h.Class("muted"), g.Text(i18n.T(ctx, "macros.onlywords")))
		if len(m.Actions) > 0 {
			does = h.Small(g.Text(v.actions(ctx, m.Actions)))
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(macroPath(m.ID)), h.B(g.Text(m.Title))), does,
			h.Small(h.Class("muted"), g.Text(beginning(m.Body)))})
	}
	return u.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "settings.macroactions.about"), add),
		page.Content(page.Table(title, []page.Column{{Label: i18n.T(ctx, "rule.title")}, {Label: i18n.T(ctx, "rule.does")},
			{Label: i18n.T(ctx, "macros.words")}}, rows...)))
}

func (u *UI) namesIn(ctx context.Context, list []rules.Macro) (words, error) {
	var r rules.Rule
	for _, m := range list {
		r.Actions = append(r.Actions, m.Actions...)
	}
	v, err := u.Rules.Vocabulary(ctx, r)
	return words{conditionui.Words{Vocabulary: v}}, err
}

func (u *UI) getNewMacro(w http.ResponseWriter, r *http.Request) error {
	return u.macroEditor(w, r, rules.Macro{}, web.NewForm())
}

func (u *UI) getMacro(w http.ResponseWriter, r *http.Request) error {
	m, err := u.macro(r)
	if err != nil {
		return err
	}
	f := web.NewForm("title", m.Title, "body", m.Body)
	fillActions(f, m.Actions)
	return u.macroEditor(w, r, m, f)
}

func (u *UI) macro(r *http.Request) (rules.Macro, error) {
	id, err := web.PathID(r)
	if err != nil {
		return rules.Macro{}, err
	}
	return u.Rules.Macro(r.Context(), id)
}

// postMacro saves what was typed, or draws it again as a button changed it.
func (u *UI) postMacro(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	var m rules.Macro
	if r.PathValue("id") != "" {
		if m, err = u.macro(r); err != nil {
			return err
		}
	}
	if do := f.Get("do"); do != "" && do != "save" {
		rearrange(f, do)
		return u.macroEditor(w, r, m, f)
	}
	if m.ID == 0 {
		if m.Position, err = u.lastMacro(ctx); err != nil {
			return err
		}
	}
	m.Title, m.Body, m.Actions = f.Get("title"), f.Text("body"), typedActions(f)
	_, err = u.Rules.SaveMacro(ctx, m)
	if f.Absorb(err) {
		return u.macroEditor(w, r, m, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "macros.saved", "Title", m.Title))
	web.Redirect(w, r, macrosPath)
	return nil
}

// lastMacro is where a new macro stands: behind all others.
func (u *UI) lastMacro(ctx context.Context) (int, error) {
	list, err := u.Rules.Macros(ctx)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[len(list)-1].Position + 1, nil
}

func (u *UI) macroEditor(w http.ResponseWriter, r *http.Request, m rules.Macro, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	known, err := u.Rules.Vocabulary(ctx, rules.Rule{Actions: m.Actions})
	if err != nil {
		return err
	}
	title, action := i18n.T(ctx, "macros.new"), macrosPath
	if m.ID != 0 {
		title, action = m.Title, macroPath(m.ID)
	}
	name, body := page.Ask(f, "title", i18n.T(ctx, "rule.title")), page.Ask(f, "body", i18n.T(ctx, "macros.words"))
	name.Autocomplete, body.Value, body.Optional, body.Hint = "off", f.Text("body"), true, i18n.T(ctx, "macros.wordshint")
	e := rows{words: words{conditionui.Words{Vocabulary: known}}, form: f, acts: rules.InMacros}
	form := page.Form(action, h.ID("macro"), defaultButton(), page.FormError(f),
		page.Card("", "", page.Input(ctx, name), page.Textarea(ctx, body)), e.actions(ctx),
		page.FormEnd(press(page.Primary, "save", i18n.T(ctx, "rule.save")), page.LinkButton(page.Quiet, macrosPath, i18n.T(ctx, "rule.cancel"))))
	return u.show(w, r, web.FormStatus(f), title, page.Head(title, i18n.T(ctx, "macros.about")), page.Content(form))
}
