package peopleui

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// resetPage is where a mailed link leads: it asks for a new password. Opening it uses nothing up, for mail
// scanners open links too.
func (ui *Handlers) resetPage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.people.ResetUser(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	return ui.showReset(w, r, u, web.NewForm())
}

func (ui *Handlers) reset(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	secret := r.PathValue("secret")
	u, err := ui.people.ResetPassword(r.Context(), secret, f.Values.Get("password"))
	if f.Absorb(err) {
		if u, err = ui.people.ResetUser(r.Context(), secret); err != nil {
			return err
		}
		return ui.showReset(w, r, u, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "reset.done"))
	return ui.enter(w, r, u, "/")
}

func (ui *Handlers) showReset(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form) error {
	ctx := r.Context()
	return ui.door(w, r, web.FormStatus(f), i18n.T(ctx, "reset.title"),
		heading(i18n.T(ctx, "reset.title"), i18n.T(ctx, "reset.about", "Address", u.Email)),
		doorForm(people.ResetPath+r.PathValue("secret"), page.FormError(f), username(u), newPassword(ctx, f),
			page.Button(page.Wide, i18n.T(ctx, "reset.do"))))
}
