package reviewui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/reviews"

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	calls, reminders, err := u.Reviews.Rules(r.Context())
	if err != nil {
		return err
	}
	form := web.NewForm("ahead", strconv.Itoa(calls.Ahead), "length", strconv.Itoa(calls.Length), "days", strconv.Itoa(reminders.Days),
		"hour", strconv.Itoa(reminders.Hour))
	if reminders.Customers {
		form.Values.Set("customers", "on")
	}
	return u.settingsPage(w, r, form)
}

func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	number := func(name string) g.Node {
		f := ask(ctx, form, "review", name)
		f.Type = "number"
		return page.Input(ctx, f)
	}
	title := i18n.T(ctx, "settings.reviews.title")
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.reviews.about")), page.Narrow(page.Form(settingsPath, page.FormError(form),
			h.H2(g.Text(i18n.T(ctx, "review.settings_calls"))), page.Columns(number("ahead"), number("length")),
			h.H2(g.Text(i18n.T(ctx, "review.settings_reminders"))),
			h.P(h.Class("muted"), g.Text(i18n.T(ctx, "review.settings_reminders_about"))), page.Columns(number("days"), number("hour")),
			page.Checkbox(ctx, ask(ctx, form, "review", "customers")), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "review.settings_do")))))))
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	return did(w, r, settingsPath, "review.settings_saved", func(ctx context.Context, form *web.Form) error {
		calls := review.Calls{Ahead: int(form.Int64("ahead")), Length: int(form.Int64("length"))}
		reminders := review.Reminders{Days: int(form.Int64("days")), Hour: int(form.Int64("hour")), Customers: form.Bool("customers")}
		if !form.OK() {
			return nil
		}
		return u.Reviews.SaveRules(ctx, calls, reminders)
	}, u.settingsPage)
}
