package discussionui

import (
	"net/http"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	rules, err := u.Discussions.Rules(ctx)
	if err != nil {
		return err
	}
	form := web.NewForm("allowed", strings.Join(rules.Allowed, "\n"))
	if rules.SecondReader {
		form.Values.Set("second_reader", "on")
	}
	return u.settingsPage(w, r, form)
}

func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	title := i18n.T(ctx, "settings.discussions.title")
	allowed, second := page.Ask(form, "allowed", i18n.T(ctx, "discussion.set_allowed")), page.Ask(form, "second_reader", i18n.T(ctx, "discussion.set_second"))
	allowed.Value, allowed.Hint, second.Hint = form.Text("allowed"), i18n.T(ctx, "discussion.set_allowed_hint"), i18n.T(ctx, "discussion.set_second_hint")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.discussions.about")),
		page.Narrow(page.Form(settingsPath, page.FormError(form), page.Checkbox(ctx, second), page.Textarea(ctx, allowed),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "discussion.set_do")))))))
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = u.Discussions.SaveRules(ctx, discussion.Rules{SecondReader: form.Bool("second_reader"), Allowed: strings.Fields(form.Text("allowed"))})
	switch {
	case form.Absorb(err):
		return u.settingsPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "discussion.set_saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}
