package reviewui

import (
	"context"
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/reviews"

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	rules, err := u.Reviews.Rules(r.Context())
	if err != nil {
		return err
	}
	return u.settingsPage(w, r, web.NewForm("ahead", strconv.Itoa(rules.Ahead), "length", strconv.Itoa(rules.Length)))
}

func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	ahead, length := ask(ctx, form, "review", "ahead"), ask(ctx, form, "review", "length")
	ahead.Type, length.Type = "number", "number"
	title := i18n.T(ctx, "settings.reviews.title")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.reviews.about")), page.Narrow(page.Form(settingsPath, page.FormError(form),
		page.Input(ctx, ahead), page.Input(ctx, length), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "review.settings_do")))))))
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	return did(w, r, settingsPath, "review.settings_saved", func(ctx context.Context, form *web.Form) error {
		rules := review.Calls{Ahead: int(form.Int64("ahead")), Length: int(form.Int64("length"))}
		if !form.OK() {
			return nil
		}
		return u.Reviews.SaveRules(ctx, rules)
	}, u.settingsPage)
}
