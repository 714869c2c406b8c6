package peopleui

import (
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// passwordPage asks for a new password of one's own.
func (ui *Handlers) passwordPage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.people.Me(r.Context())
	if err != nil {
		return err
	}
	return ui.showPassword(w, r, u, web.NewForm(), http.StatusOK)
}

func (ui *Handlers) changePassword(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, err := ui.people.Me(r.Context())
	if err != nil {
		return err
	}
	if ok, wait := ui.tries.address.Allow("user:"+strconv.FormatInt(u.ID, 10), ui.deps.Now()); !ok && slowDown(w, f, tooMany(wait)) {
		return ui.showPassword(w, r, u, f, http.StatusTooManyRequests)
	}
	err = ui.people.ChangePassword(r.Context(), f.Values.Get("current"), f.Values.Get("password"))
	if f.Absorb(err) {
		return ui.showPassword(w, r, u, f, web.FormStatus(f))
	}
	if err != nil {
		return err
	}
	// Every session has ended, this one too; the person at this browser goes on in a new one.
	web.Done(r.Context(), i18n.T(r.Context(), "profile.passwordchanged"))
	return ui.enter(w, r, u, "/profile/password")
}

func (ui *Handlers) showPassword(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form, status int) error {
	ctx := r.Context()
	current := page.Ask(f, "current", i18n.T(ctx, "profile.current"))
	current.Value, current.Type, current.Autocomplete = "", "password", "current-password"
	return ui.showProfileTab(w, r, status, "/profile/password",
		page.Form("/profile/password", page.FormError(f), username(u), page.Input(ctx, current), newPassword(ctx, f),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "profile.changepassword")))))
}
