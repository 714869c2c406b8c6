package portal

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const passwordPath = signInPath + "/password"

// getPassword is the way in for who has a password.
func (p *Portal) getPassword(w http.ResponseWriter, r *http.Request) error {
	return p.showPassword(w, r, http.StatusOK, web.NewForm("next", r.URL.Query().Get("next")))
}

// postPassword lets people in who have a password; those of the team land in the workspace. Whatever is wrong, the
// answer is the same.
func (p *Portal) postPassword(ip clientIP) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		if !p.knock(w, r, ip(r), f) {
			return p.showPassword(w, r, http.StatusTooManyRequests, f)
		}
		u, err := p.People.SignIn(r.Context(), f.Get("address"), f.Values.Get("password"))
		if f.Absorb(err) {
			f.Errors = map[string]string{"": i18n.T(r.Context(), "portal.signin.wrong")}
			return p.showPassword(w, r, web.FormStatus(f), f)
		}
		if err != nil {
			return err
		}
		next := within(f.Get("next"))
		if u.Role.Staff() && next == Home {
			next = "/"
		}
		return p.enter(w, r, u.ID, f.Bool("remember"), next)
	}
}

// enter begins the session.
func (p *Portal) enter(w http.ResponseWriter, r *http.Request, userID int64, remember bool, next string) error {
	if err := web.SignIn(r.Context(), userID); err != nil {
		return err
	}
	web.Remember(r.Context(), remember)
	web.Redirect(w, r, next)
	return nil
}

func (p *Portal) showPassword(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	ctx := r.Context()
	address, password := ask(ctx, f, "address", false), ask(ctx, f, "password", false)
	address.Type, address.Autocomplete, address.Autofocus = "email", "username", address.Value == ""
	password.Type, password.Autocomplete, password.Value, password.Autofocus = "password", "current-password", "", address.Value != ""
	return p.door(w, r, status, i18n.T(ctx, "portal.signin.title"), heading(i18n.T(ctx, "portal.signin.title"), ""),
		page.Form(passwordPath, page.FormError(f), page.Hidden("next", f.Get("next")), page.Input(ctx, address), page.Input(ctx, password),
			page.Checkbox(ctx, ask(ctx, f, "remember", false)), page.Button(page.Wide, i18n.T(ctx, "portal.signin.word"))),
		h.P(h.A(h.Class("link"), h.Href(forgotPath), g.Text(i18n.T(ctx, "portal.forgot.link")))),
		h.P(h.A(h.Class("link"), h.Href(signInPath+nextQuery(f)), g.Text(i18n.T(ctx, "portal.signin.noword")))))
}
