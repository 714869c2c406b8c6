package peopleui

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// forgotPage asks where to mail a link for a new password.
func (ui *Handlers) forgotPage(w http.ResponseWriter, r *http.Request) error {
	return ui.showForgot(w, r, web.NewForm(), http.StatusOK)
}

// forgot says the same for every address, so that it does not tell who is known.
func (ui *Handlers) forgot(ip clientIP) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		if err := ui.tries.allow(ip(r), f.Get("address"), ui.deps.Now()); slowDown(w, f, err) {
			return ui.showForgot(w, r, f, http.StatusTooManyRequests)
		}
		err = ui.people.ForgotPassword(r.Context(), f.Get("address"))
		if f.Absorb(err) {
			return ui.showForgot(w, r, f, web.FormStatus(f))
		}
		if err != nil {
			return err
		}
		ctx := r.Context()
		return ui.door(w, r, http.StatusOK, i18n.T(ctx, "forgot.sent"),
			heading(i18n.T(ctx, "forgot.sent"), i18n.T(ctx, "forgot.sentabout", "Address", f.Get("address"))),
			page.LinkButton(page.Secondary, "/sign-in", i18n.T(ctx, "forgot.back")))
	}
}

func (ui *Handlers) showForgot(w http.ResponseWriter, r *http.Request, f *web.Form, status int) error {
	ctx := r.Context()
	address := page.Ask(f, "address", i18n.T(ctx, "person.address"))
	address.Type, address.Autocomplete, address.Autofocus = "email", "username", true
	return ui.door(w, r, status, i18n.T(ctx, "forgot.title"),
		heading(i18n.T(ctx, "forgot.title"), i18n.T(ctx, "forgot.about")),
		doorForm("/forgot", page.FormError(f), page.Input(ctx, address), page.Button(page.Wide, i18n.T(ctx, "forgot.do"))),
		page.LinkButton(page.Quiet, "/sign-in", i18n.T(ctx, "forgot.back")))
}
